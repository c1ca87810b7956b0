//! A TCP proxy that delays, holds, drops, cuts and refuses, on loopback.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::sleep;

use crate::Outcome;

/// Direction in which bytes travel through a [`Proxy`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the client to the server.
    ToServer,
    /// From the server to the client.
    ToClient,
}

/// What a [`Proxy`] does with the bytes of one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Line {
    /// Passes them on.
    #[default]
    Pass,
    /// Passes each read of up to 16 KiB on after this time.
    Delay(Duration),
    /// Keeps them, and passes them on after the hold.
    Hold,
    /// Reads and discards them.
    Drop,
}

#[derive(Clone, Copy, Debug, Default)]
struct Control {
    lines: [Line; 2],
    /// Connections up to this one are held in both directions.
    held: u64,
    /// Connections up to this one are closed.
    cut: u64,
    refuse: bool,
    target: u16,
}

#[derive(Debug, Default)]
struct Counts {
    connections: AtomicU64,
    cuts: AtomicU64,
    /// Bytes left until the next cut, by direction; `u64::MAX` for no cut.
    left: [AtomicU64; 2],
}

/// A TCP proxy in front of one server. Its connections end when it is dropped.
///
/// A client in front of a cluster connects with `ignore_discovered_servers`: servers tell
/// it their own addresses.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    control: Arc<watch::Sender<Control>>,
    counts: Arc<Counts>,
    accepting: AbortHandle,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
        self.cut();
    }
}

impl Proxy {
    /// Listens on a free port and passes connections on to a port of 127.0.0.1.
    ///
    /// # Errors
    /// If no port is free.
    pub async fn start(target: u16) -> Outcome<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let control = Arc::new(watch::Sender::new(Control {
            target,
            ..Control::default()
        }));
        let counts = Arc::new(Counts::default());
        for left in &counts.left {
            left.store(u64::MAX, Ordering::SeqCst);
        }
        let accepting = tokio::spawn(accept(listener, address, control.clone(), counts.clone()));
        Ok(Self {
            address,
            control,
            counts,
            accepting: accepting.abort_handle(),
        })
    }

    /// Returns the URL for clients.
    pub fn url(&self) -> String {
        format!("nats://{}", self.address)
    }

    /// Sets what happens to the bytes of one direction, of all connections.
    pub fn set(&self, direction: Direction, line: Line) {
        self.control
            .send_modify(|it| it.lines[direction as usize] = line);
    }

    /// Holds both directions of the present connections; new ones pass.
    pub fn hold_present(&self) {
        let held = self.connections();
        self.control.send_modify(|it| it.held = held);
    }

    /// Ends all holds, delays and drops.
    pub fn pass(&self) {
        self.control.send_modify(|it| {
            it.lines = [Line::Pass; 2];
            it.held = 0;
        });
    }

    /// Refuses new connections, or accepts them again.
    pub fn refuse(&self, refuse: bool) {
        self.control.send_modify(|it| it.refuse = refuse);
    }

    /// Passes new connections on to another port.
    pub fn redirect(&self, target: u16) {
        self.control.send_modify(|it| it.target = target);
    }

    /// Closes the present connections.
    pub fn cut(&self) {
        let cut = self.connections();
        self.control.send_modify(|it| it.cut = cut);
    }

    /// Closes the connection over which these many more bytes went in one direction.
    ///
    /// The last of them is passed on: a number of bytes that ends within a message cuts it.
    pub fn cut_after(&self, direction: Direction, bytes: u64) {
        self.counts.left[direction as usize].store(bytes, Ordering::SeqCst);
    }

    /// Returns how many connections were accepted.
    pub fn connections(&self) -> u64 {
        self.counts.connections.load(Ordering::SeqCst)
    }

    /// Returns how many connections [`cut_after`](Self::cut_after) closed.
    pub fn cuts(&self) -> u64 {
        self.counts.cuts.load(Ordering::SeqCst)
    }
}

async fn accept(
    listener: TcpListener,
    address: SocketAddr,
    control: Arc<watch::Sender<Control>>,
    counts: Arc<Counts>,
) {
    let mut changes = control.subscribe();
    let mut listener = Some(listener);
    loop {
        if changes.borrow_and_update().refuse {
            // The system refuses connections to a port where nothing listens.
            listener = None;
            if changes.wait_for(|it| !it.refuse).await.is_err() {
                return;
            }
        }
        let open = match listener.take() {
            Some(open) => open,
            None => match TcpListener::bind(address).await {
                Ok(open) => open,
                // The port of a moment ago may be taken for a moment.
                Err(_) => {
                    sleep(Duration::from_millis(5)).await;
                    continue;
                }
            },
        };
        let accepted = tokio::select! {
            accepted = open.accept() => Some(accepted),
            changed = changes.changed() => match changed {
                Ok(()) => None,
                Err(_) => return,
            },
        };
        listener = Some(open);
        if let Some(Ok((client, _))) = accepted {
            let number = counts.connections.fetch_add(1, Ordering::SeqCst) + 1;
            tokio::spawn(relay(client, number, control.subscribe(), counts.clone()));
        }
    }
}

async fn relay(
    client: TcpStream,
    number: u64,
    mut control: watch::Receiver<Control>,
    counts: Arc<Counts>,
) {
    let target = control.borrow().target;
    let Ok(server) = TcpStream::connect((Ipv4Addr::LOCALHOST, target)).await else {
        return;
    };
    let _ = client.set_nodelay(true);
    let _ = server.set_nodelay(true);
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let one = |direction| Half {
        direction,
        number,
        control: control.clone(),
        counts: counts.clone(),
    };
    let (up, down) = (one(Direction::ToServer), one(Direction::ToClient));
    tokio::select! {
        () = up.pass(from_client, to_server) => {}
        () = down.pass(from_server, to_client) => {}
        _ = control.wait_for(|it| it.cut >= number) => {}
    }
}

/// One direction of one connection.
struct Half {
    direction: Direction,
    number: u64,
    control: watch::Receiver<Control>,
    counts: Arc<Counts>,
}

impl Half {
    /// Waits until nothing is held, and returns what to do with the bytes.
    async fn line(&mut self) -> Option<Line> {
        let (at, number) = (self.direction as usize, self.number);
        let free = |it: &Control| it.lines[at] != Line::Hold && it.held < number;
        let control = self.control.wait_for(free).await.ok()?;
        Some(control.lines[at])
    }

    async fn pass(
        mut self,
        mut from: tokio::net::tcp::OwnedReadHalf,
        mut to: tokio::net::tcp::OwnedWriteHalf,
    ) {
        let mut buffer = vec![0; 16 * 1024];
        loop {
            // A hold leaves the bytes with the sender, which then cannot send more.
            if self.line().await.is_none() {
                return;
            }
            let Ok(count @ 1..) = from.read(&mut buffer).await else {
                return;
            };
            match self.line().await {
                Some(Line::Drop) => continue,
                Some(Line::Delay(time)) => sleep(time).await,
                Some(_) => {}
                None => return,
            }
            let left = &self.counts.left[self.direction as usize];
            let before = left.load(Ordering::SeqCst);
            let passed = usize::try_from(before).unwrap_or(usize::MAX).min(count);
            if to.write_all(&buffer[..passed]).await.is_err() {
                return;
            }
            if before == u64::MAX {
                continue;
            }
            if passed < count {
                left.store(u64::MAX, Ordering::SeqCst);
                self.counts.cuts.fetch_add(1, Ordering::SeqCst);
                return;
            }
            left.fetch_sub(passed as u64, Ordering::SeqCst);
        }
    }
}
