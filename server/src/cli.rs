//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};
use frontdesk_domain::Environment;
use serde_json::json;

use crate::app::App;
use crate::config::{Config, Overrides};
use crate::instance::{Instance, NewInstance};
use crate::{serve, telemetry, whereabouts};

/// Sign-in, sessions and organizations for your web app, on your own machine.
#[derive(Debug, Parser)]
#[command(name = "frontdesk", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server. The first start creates the data folder and a development instance.
    Serve(ServeFlags),
    /// Print the keys of an instance.
    Keys(KeysFlags),
    /// Create and list instances.
    #[command(subcommand)]
    Instance(InstanceCommand),
}

#[derive(Debug, Args)]
struct Place {
    /// The data folder [default: ./frontdesk-data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The configuration file [default: frontdesk.toml, where it exists]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct ServeFlags {
    #[command(flatten)]
    place: Place,
    /// Where the Frontend API listens [default: 127.0.0.1:4400]
    #[arg(long, value_name = "ADDR")]
    fapi_bind: Option<SocketAddr>,
    /// Where the Backend API listens [default: 127.0.0.1:4401]
    #[arg(long, value_name = "ADDR")]
    bapi_bind: Option<SocketAddr>,
}

#[derive(Debug, Args)]
struct KeysFlags {
    #[command(flatten)]
    place: Place,
    /// The instance: its id, slug or host. Needed when there are several.
    #[arg(long, value_name = "ID")]
    instance: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum InstanceCommand {
    /// Create an instance: an application in one environment.
    Create(CreateFlags),
    /// List the instances.
    List(ListFlags),
}

#[derive(Debug, Args)]
struct CreateFlags {
    #[command(flatten)]
    place: Place,
    /// The name that people see
    #[arg(long)]
    name: String,
    /// Development or production
    #[arg(long, value_enum)]
    environment: Kind,
    /// The host of its Frontend API, with its port unless that is the usual one
    #[arg(long, value_name = "HOST")]
    frontend_api: Option<String>,
    /// An origin of its pages, such as https://app.example.com; may be given several times
    #[arg(long, value_name = "ORIGIN")]
    allowed_origin: Vec<String>,
    /// The domain of a production app that shares its people, such as other.example; may be given several times. Its
    /// Frontend API is then at clerk.other.example
    #[arg(long, value_name = "DOMAIN")]
    satellite: Vec<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct ListFlags {
    #[command(flatten)]
    place: Place,
    /// Print one JSON array
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Development,
    Production,
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("starting the runtime")
        .and_then(|runtime| runtime.block_on(run(cli.command)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("frontdesk: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(flags) => {
            let config = Config::load(&Overrides {
                data: flags.place.data,
                config: flags.place.config,
                fapi_bind: flags.fapi_bind,
                bapi_bind: flags.bapi_bind,
            })?;
            telemetry::start(&config.log)?;
            serve::run(config).await
        }
        Command::Keys(flags) => keys(flags).await,
        Command::Instance(InstanceCommand::Create(flags)) => create(flags).await,
        Command::Instance(InstanceCommand::List(flags)) => list(flags).await,
    }
}

/// Opens what `serve` created; a folder without it is a mistake in `--data`, not a wish for a new one.
async fn open(place: Place, may_create: bool) -> anyhow::Result<App> {
    let overrides = Overrides { data: place.data, config: place.config, ..Overrides::default() };
    let config = whereabouts::apply(Config::load(&overrides)?);
    let file = config.data.join("frontdesk.db");
    if !may_create
        && config.database.url.starts_with("sqlite:")
        && config.database.url.contains("frontdesk.db")
        && !file.exists()
    {
        bail!("there is no database in {}: start `frontdesk serve --data {0}` first", config.data.display());
    }
    App::open(config).await
}

async fn keys(flags: KeysFlags) -> anyhow::Result<()> {
    let app = open(flags.place, false).await?;
    let all = app.instances.all(&app.store, app.now()).await?;
    let wanted = |instance: &&std::sync::Arc<Instance>| match &flags.instance {
        Some(name) => [instance.id.as_str(), &instance.slug, &instance.frontend_api].contains(&name.as_str()),
        None => true,
    };
    let found: Vec<_> = all.iter().filter(wanted).collect();
    let instance = match (found.as_slice(), &flags.instance) {
        ([one], _) => *one,
        ([], Some(name)) => bail!("there is no instance {name:?}; `frontdesk instance list` shows them"),
        ([], None) => bail!("there is no instance yet; `frontdesk serve` creates one"),
        (_, _) => bail!("there are {} instances: say which one with --instance", found.len()),
    };
    let keys = app.instance_keys(instance).await?;
    if flags.json {
        let document = json!({
            "publishable_key": keys.publishable_key,
            "secret_key": keys.secret_key,
            "frontend_api_url": keys.frontend_api_url,
            "backend_api_url": keys.backend_api_url,
            "jwt_public_key_pem": keys.jwt_public_key_pem,
        });
        println!("{document}");
    } else {
        println!("publishable key  {}", keys.publishable_key);
        println!("secret key       {}", keys.secret_key);
        println!("frontend API     {}", keys.frontend_api_url);
        println!("backend API      {}", keys.backend_api_url);
        println!("\n{}", keys.jwt_public_key_pem.trim_end());
    }
    app.store.close().await;
    Ok(())
}

async fn create(flags: CreateFlags) -> anyhow::Result<()> {
    let app = open(flags.place, true).await?;
    let made = app
        .create_instance(NewInstance {
            name: flags.name,
            environment: match flags.environment {
                Kind::Development => Environment::Development,
                Kind::Production => Environment::Production,
            },
            frontend_api: flags.frontend_api,
            allowed_origins: flags.allowed_origin,
            satellites: flags.satellite,
        })
        .await?;
    let keys = app.instance_keys(&made).await?;
    if flags.json {
        let document = json!({
            "id": made.id, "name": made.name, "frontend_api": made.frontend_api,
            "publishable_key": keys.publishable_key, "secret_key": keys.secret_key,
        });
        println!("{document}");
    } else {
        println!("created {} ({})", made.name, made.id);
        println!("publishable key  {}", keys.publishable_key);
        println!("secret key       {}", keys.secret_key);
        println!("frontend API     {}", keys.frontend_api_url);
    }
    app.store.close().await;
    Ok(())
}

async fn list(flags: ListFlags) -> anyhow::Result<()> {
    let app = open(flags.place, false).await?;
    let all = app.instances.all(&app.store, app.now()).await?;
    if flags.json {
        let rows: Vec<_> = all
            .iter()
            .map(|instance| {
                json!({
                    "id": instance.id, "name": instance.name, "environment": instance.settings.environment.as_str(),
                    "frontend_api": instance.frontend_api,
                    "publishable_key": instance.publishable_key.as_str(),
                })
            })
            .collect();
        println!("{}", json!(rows));
    } else {
        for instance in all.iter() {
            let environment = instance.settings.environment.as_str();
            println!("{}  {environment:<11}  {}  {}", instance.id, instance.frontend_api, instance.name);
        }
    }
    app.store.close().await;
    Ok(())
}
