package secret // pwned
