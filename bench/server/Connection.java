package server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** One client's connection: reads a request, has it answered, and so on until the client goes. */
final class Connection implements Runnable {
    private static final int LARGEST_PIECE = 128 * 1024;

    final Request request;
    final Statistics statistics;
    final Output body = new Output(1024);
    final Dates dates = new Dates();
    final MessageDigest md5;
    final Receiver receiver;

    private final Socket socket;
    private final OutputStream out;
    private final Output head = new Output(2048);
    private final Service service;
    private final Dates now = new Dates();
    private final int piece;
    private byte[] pieces;
    private boolean continued;

    Connection(Socket socket, Service service, Statistics statistics, Store store) throws IOException {
        this.socket = socket;
        this.service = service;
        this.statistics = statistics;
        socket.setTcpNoDelay(true);
        if (store.sendBuffer > 0) {
            socket.setSendBufferSize(store.sendBuffer);
        }
        // What a client that goes has been sent is known by the piece.
        piece = store.sendBuffer > 0 ? Math.min(store.sendBuffer, LARGEST_PIECE) : LARGEST_PIECE;
        request = new Request(socket.getInputStream());
        out = socket.getOutputStream();
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        receiver = new Receiver(this, store);
    }

    @Override
    public void run() {
        statistics.connections.increment();
        try (socket) {
            while (request.next()) {
                continued = false;
                boolean close = request.wantsClose();
                try {
                    service.answer(this);
                } catch (Refusal refusal) {
                    statistics.refused.increment();
                    refuse(refusal);
                } catch (IllegalArgumentException e) {
                    statistics.refused.increment();
                    refuse(Refusal.invalid(String.valueOf(e.getMessage())));
                }
                // A client that waits for a 100 that did not come may send its body or not.
                close |= !request.bodyEnded() && request.expectsContinue() && !continued;
                if (!close && !request.bodyEnded()) {
                    request.drain(pieces());
                }
                head.sendTo(out);
                if (close) {
                    break;
                }
            }
        } catch (InterruptedException | IOException e) {
            // The client went away; there is nobody to tell.
            if (System.getenv("BENCH_SERVER_DEBUG") != null) {
                e.printStackTrace();
            }
        }
    }

    private byte[] pieces() {
        if (pieces == null) {
            pieces = new byte[piece];
        }
        return pieces;
    }

    /** To be called before the body is read. */
    void startBody() throws IOException {
        if (request.expectsContinue() && !continued) {
            continued = true;
            head.clear();
            head.text("HTTP/1.1 100 Continue\r\n\r\n").sendTo(out);
        }
    }

    /** Begins an answer; its head lines follow. */
    Output head(int status) {
        head.clear();
        head.text(
                switch (status) {
                    case 200 -> "HTTP/1.1 200 OK\r\n";
                    case 204 -> "HTTP/1.1 204 No Content\r\n";
                    case 206 -> "HTTP/1.1 206 Partial Content\r\n";
                    case 304 -> "HTTP/1.1 304 Not Modified\r\n";
                    case 400 -> "HTTP/1.1 400 Bad Request\r\n";
                    case 404 -> "HTTP/1.1 404 Not Found\r\n";
                    case 409 -> "HTTP/1.1 409 Conflict\r\n";
                    case 412 -> "HTTP/1.1 412 Precondition Failed\r\n";
                    case 416 -> "HTTP/1.1 416 Requested Range Not Satisfiable\r\n";
                    default -> "HTTP/1.1 501 Not Implemented\r\n";
                });
        if (request.wantsClose()) {
            head.text("Connection: close\r\n"); // who asked for it may yet send another request if it isn't told
        }
        head.text("x-amz-request-id: 0\r\nServer: bench\r\nDate: ")
                .text(now.http(System.currentTimeMillis()))
                .text("\r\n");
        return head;
    }

    /** Ends the head of an answer without a body. */
    void nothing(int status) {
        head.text(status == 204 || status == 304 ? "\r\n" : "Content-Length: 0\r\n\r\n");
    }

    /** Answers with what is in {@link #body}. */
    void xml(int status) {
        head(status);
        sendBody("application/xml");
    }

    void sendBody(String type) {
        head.header("Content-Type", type).header("Content-Length", body.length).text("\r\n");
        head.bytes(body.bytes, 0, body.length);
    }

    Output startXml(String root) {
        body.clear();
        return body.text("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<")
                .text(root)
                .text(" xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    }

    /** Ends the head and sends these bytes. */
    void send(Content content, long from, long length) throws IOException {
        head.header("Content-Length", length).text("\r\n");
        if (length <= piece) {
            head.reserve((int) length);
            content.copy(from, head.bytes, head.length, (int) length);
            head.length += (int) length;
            statistics.sent.add(length);
        } else {
            head.sendTo(out);
            byte[] bytes = pieces();
            for (long at = 0; at < length; at += bytes.length) {
                int count = (int) Math.min(bytes.length, length - at);
                content.copy(from + at, bytes, 0, count);
                out.write(bytes, 0, count);
                statistics.sent.add(count); // each by itself: a client may go before the last
            }
        }
    }

    private void refuse(Refusal refusal) {
        body.clear();
        body.text("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>")
                .element("Code", refusal.code)
                .element("Message", refusal.getMessage())
                .element("Resource", "/" + request.bucket + "/" + request.key)
                .text("<RequestId>0</RequestId></Error>");
        head(refusal.status);
        if (request.method.equals("HEAD")) {
            head.header("Content-Type", "application/xml").text("\r\n");
        } else {
            sendBody("application/xml");
        }
    }

    /** Answers requests. */
    interface Service {
        void answer(Connection connection) throws IOException, InterruptedException, Refusal;
    }
}
