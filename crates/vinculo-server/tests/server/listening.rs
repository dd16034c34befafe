use std::sync::{Arc, mpsc};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use vinculo_engine::Engine;
use vinculo_record::Lang;
use vinculo_server::{AccessOptions, PublicOptions, ServeError, ServeOptions, serve};

fn engine(dir: &tempfile::TempDir) -> Arc<Engine> {
    let store = dir.path().join("store");
    Engine::init(&store).unwrap();
    Arc::new(Engine::open_writer(&store, "test").unwrap())
}

#[tokio::test]
async fn other_machines_are_refused_while_no_tokens_are_set_up() {
    let dir = tempfile::tempdir().unwrap();
    let engine = engine(&dir);
    for address in ["0.0.0.0:0", "[::]:0", "192.168.1.5:8080", "[::ffff:10.0.0.1]:80"] {
        let options = ServeOptions {
            listen: address.parse().unwrap(),
            lang: Lang::Es,
            upload_bytes: None,
            access: AccessOptions::default(),
            public: PublicOptions::default(),
        };
        let ended = serve(Arc::clone(&engine), options, |_| panic!("it listens"), async {}).await;
        assert!(ended.as_ref().is_err_and(ServeError::is_not_loopback), "{address}: {ended:?}");
        let error = ended.unwrap_err().to_string();
        assert!(error.contains("127.0.0.1") && error.contains("vinculo token create"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_answers_until_it_is_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let engine = engine(&dir);
    let (stop, stopped) = oneshot::channel::<()>();
    let (told, address) = mpsc::channel();
    let options = ServeOptions {
        listen: "127.0.0.1:0".parse().unwrap(),
        lang: Lang::En,
        upload_bytes: None,
        access: AccessOptions::default(),
        public: PublicOptions::default(),
    };
    let server = tokio::spawn(serve(
        Arc::clone(&engine),
        options,
        move |at| told.send(at).unwrap(),
        async move {
            let _ = stopped.await;
        },
    ));
    let address = tokio::task::spawn_blocking(move || address.recv().unwrap()).await.unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
    // The store is free again once the server has ended.
    drop(engine);
}
