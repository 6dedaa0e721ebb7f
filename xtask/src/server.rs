//! A static file server for this machine alone: the repository's root, read afresh for every request.

use std::fs;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use oxhttp::model::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, X_CONTENT_TYPE_OPTIONS,
};
use oxhttp::model::{Body, HeaderValue, Method, Request, Response, StatusCode};
use oxhttp::{ListeningServer, Server};

/// The strictest policy that a host may set and the page must bear.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; worker-src 'self'; \
     connect-src 'self'; img-src 'self' data: blob:",
);

/// Which port to listen on.
pub(crate) enum Port {
    /// This one or none.
    Exactly(u16),
    /// The first free one from here.
    From(u16),
    /// Whichever the system gives.
    Any,
}

/// A server that answers on threads of its own.
pub(crate) struct Running {
    /// Its address, with a slash at the end.
    pub(crate) url: String,
    server: ListeningServer,
}

impl Running {
    /// Waits for the server, which goes on until the process ends.
    pub(crate) fn join(self) -> std::io::Result<()> {
        self.server.join()
    }
}

/// Serves `root` on the loopback address; `csp` adds the strict policy to every answer.
pub(crate) fn start(root: &Path, port: Port, csp: bool) -> Result<Running> {
    let root = root.canonicalize().context("cannot find the folder to serve")?;
    for port in candidates(&port)? {
        let root = root.clone();
        let server = Server::new(move |request| with_headers(answer(&root, request), csp));
        match server.bind((Ipv4Addr::LOCALHOST, port)).spawn() {
            Ok(server) => return Ok(Running { url: format!("http://127.0.0.1:{port}/"), server }),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(error).with_context(|| format!("cannot listen on port {port}")),
        }
    }
    match port {
        Port::Exactly(port) => bail!("port {port} is in use; leave out --port for the next free one"),
        Port::From(_) | Port::Any => bail!("found no free port"),
    }
}

fn candidates(port: &Port) -> Result<Vec<u16>> {
    Ok(match port {
        Port::Exactly(port) => vec![*port],
        Port::From(first) => (*first..=first.saturating_add(99)).collect(),
        // oxhttp does not tell which port it was given, so ask for one, let go of it and take it.
        Port::Any => vec![TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port()],
    })
}

fn answer(root: &Path, request: &Request<Body>) -> Response<Body> {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "GET and HEAD only");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let path = request.uri().path();
    let Some(file) = resolve(root, path) else {
        return text(StatusCode::NOT_FOUND, "not found");
    };
    if file.is_dir() {
        // Relative links in a folder's page need the slash.
        let mut response = text(StatusCode::MOVED_PERMANENTLY, "see the folder");
        if let Ok(location) = HeaderValue::from_str(&format!("{path}/")) {
            response.headers_mut().insert(LOCATION, location);
        }
        return response;
    }
    match fs::read(&file) {
        Ok(bytes) => {
            let mut response =
                Response::new(if request.method() == Method::HEAD { Body::empty() } else { bytes.into() });
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(mime(&file)));
            response
        }
        Err(error) => text(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
    }
}

fn with_headers(mut response: Response<Body>, csp: bool) -> Response<Body> {
    let headers = response.headers_mut();
    // The next build must show without a forced reload.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if csp {
        headers.insert(CONTENT_SECURITY_POLICY, POLICY);
    }
    response
}

fn text(status: StatusCode, message: impl Into<String>) -> Response<Body> {
    let mut response = Response::new(Body::from(message.into()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

/// The existing file or folder under `root` that a request's path names; a path that ends in a slash names that
/// folder's `index.html`.
fn resolve(root: &Path, path: &str) -> Option<PathBuf> {
    let decoded = percent_decoded(path)?;
    let mut file = root.to_owned();
    for part in decoded.strip_prefix('/')?.split('/') {
        // Parts with a leading dot are `..` and the repository's own affairs; the others could leave the root on Windows.
        if part.starts_with('.') || part.contains(['\\', ':', '\0']) {
            return None;
        }
        file.push(part);
    }
    if decoded.ends_with('/') {
        file.push("index.html");
    }
    // A link may lead out of the root; its target decides.
    file.canonicalize().ok().filter(|file| file.starts_with(root))
}

fn percent_decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

/// Browsers refuse modules and stream wasm only under the right type, so each type that the page uses is named here.
fn mime(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "csv" => "text/csv; charset=utf-8",
        "gz" => "application/gzip",
        "md" | "txt" | "rs" | "ts" | "toml" | "wgsl" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).canonicalize().expect("the crate's folder exists")
    }

    #[test]
    fn finds_files_under_the_root() {
        let root = root();
        assert_eq!(resolve(&root, "/src/main.rs"), Some(root.join("src").join("main.rs")));
        assert_eq!(resolve(&root, "/src/%6dain.rs"), Some(root.join("src").join("main.rs")));
        assert_eq!(resolve(&root, "/src"), Some(root.join("src")));
        assert_eq!(resolve(&root, "/src/"), None, "there is no index.html");
    }

    #[test]
    fn serves_nothing_outside_the_root() {
        for path in [
            "/../Cargo.toml",
            "/%2e%2e/Cargo.toml",
            "/src/..%2f../../Cargo.toml",
            "/..\\Cargo.toml",
            "//etc/passwd",
            "/%00",
            "/%",
            "/%zz",
            "",
        ] {
            assert_eq!(resolve(&root(), path), None, "{path}");
        }
        let repository = root().parent().expect("the crate is in a workspace").to_owned();
        assert_eq!(resolve(&repository, "/.gitignore"), None);
    }

    #[test]
    fn knows_the_types_that_browsers_insist_on() {
        assert_eq!(mime(Path::new("pkg/lr_lab_bg.wasm")), "application/wasm");
        assert_eq!(mime(Path::new("www/lr-lab.js")), "text/javascript; charset=utf-8");
        assert_eq!(mime(Path::new("train-images-idx3-ubyte.gz")), "application/gzip");
    }
}
