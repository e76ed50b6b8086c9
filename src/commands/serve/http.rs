//! The server: files of the output, and a WebSocket that says when to reload.
use super::RELOAD;
use anyhow::{Context, Result};
use axum::Router;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::routing::get;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use tokio::sync::broadcast::Sender;
use tower_http::services::{ServeDir, ServeFile};

/// Serves `folder` in a thread of its own.
pub(super) fn start(
    listener: TcpListener,
    folder: PathBuf,
    page_404: &Path,
    reload: Sender<()>,
) -> Result<JoinHandle<()>> {
    listener.set_nonblocking(true).context("cannot serve")?;
    let not_found = ServeFile::new(folder.join(page_404));
    let upgrade = async move |upgrade: WebSocketUpgrade| upgrade.on_upgrade(|socket| tell(socket, reload));
    let app = Router::new()
        .route(&format!("/{RELOAD}"), get(upgrade))
        .fallback_service(ServeDir::new(folder).not_found_service(not_found));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    Ok(std::thread::spawn(move || {
        runtime.block_on(async {
            let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
            // Ends with the process, or with an error of the listener; either way there is nobody to tell.
            let _ = axum::serve(listener, app).await;
        })
    }))
}

/// Tells one page of each new build, for as long as it is open.
async fn tell(mut socket: WebSocket, reload: Sender<()>) {
    let mut builds = reload.subscribe();
    loop {
        tokio::select! {
            build = builds.recv() => {
                if build.is_err() || socket.send(Message::text("reload")).await.is_err() {
                    return;
                }
            }
            said = socket.recv() => {
                if !matches!(said, Some(Ok(_))) {
                    return;
                }
            }
        }
    }
}
