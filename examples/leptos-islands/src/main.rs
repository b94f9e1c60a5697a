//! The server's program.

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    frontdesk_leptos_islands::server::serve().await
}
