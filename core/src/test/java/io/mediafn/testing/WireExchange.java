package io.mediafn.testing;

import io.mediafn.testing.WireBody.CutException;
import io.mediafn.testing.WireBody.Framing;
import io.mediafn.testing.WireInput.Head;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One request and its answer, with the faults that it meets. */
final class WireExchange {
    private static final int MOST_REWRITTEN = 1 << 20;
    /** Time for bytes on their way, since an RST overtakes them. */
    private static final Duration BEFORE_RESET = Duration.ofMillis(30);

    private static final int LATE_BODY_MILLIS = 3_000;

    private final WireSocket client;
    private final Head head;
    private final WireRequest request;
    private final List<Fault> faults;
    private final ExecutorService threads;
    private final WireBody requestBody;
    /** Whether the client holds its body back until it is told to send it. */
    private boolean bodyHeldBack;

    WireExchange(WireSocket client, Head head, WireRequest request, List<Fault> faults, ExecutorService threads) {
        this.client = client;
        this.head = head;
        this.request = request;
        this.faults = faults;
        this.threads = threads;
        this.requestBody = WireBody.ofRequest(head.headers());
        this.bodyHeldBack = head.headers().says("Expect", "100-continue");
    }

    /** Opens a connection to the upstream. */
    @FunctionalInterface
    interface Upstream {
        WireSocket connect() throws IOException;
    }

    /** Whether the client's connection takes another request afterwards. */
    boolean run(Upstream upstream) throws IOException {
        Optional<Fault.Delay> delay = fault(Fault.Delay.class);
        if (delay.isPresent()) {
            request.hit();
            WireTap.sleep(delay.get().time());
        }
        if (fault(Fault.ResetBeforeBody.class).isPresent()) {
            request.hit();
            client.reset();
            return false;
        }
        if (fault(Fault.Stall.class).isPresent()) {
            request.hit();
            client.hold();
            return false;
        }
        if (fault(Fault.ResetBeforeAnswer.class).isPresent()) {
            readBody();
            request.hit();
            client.reset();
            return false;
        }
        Optional<Fault.Answer> answer = fault(Fault.Answer.class);
        if (answer.isPresent()) {
            readBody();
            request.hit();
            return relay(serialised(answer.get().answer()));
        }
        return forward(upstream);
    }

    private <F extends Fault> Optional<F> fault(Class<F> kind) {
        return faults.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** In the upstream's place, which then does not see it. */
    private void readBody() throws IOException {
        if (bodyHeldBack) {
            client.write("HTTP/1.1 100 Continue", WireHeaders.of());
        }
        requestBody.copy(client.in(), OutputStream.nullOutputStream(), new WireTap(request, this::recordBody));
    }

    private void recordBody(byte[] bytes, int length) {
        request.body(bytes, 0, length);
    }

    private boolean forward(Upstream connector) throws IOException {
        try (WireSocket upstream = connector.connect()) {
            return forwardTo(upstream);
        } catch (ConnectException e) {
            readBody();
            return relay(serialised(
                    new WireAnswer(502, WireHeaders.of(), ("nothing listens: " + e).getBytes(StandardCharsets.UTF_8))));
        }
    }

    private boolean forwardTo(WireSocket upstream) throws IOException {
        WireHeaders headers = head.headers();
        for (Fault fault : faults) {
            if (fault instanceof Fault.RequestHeaders edit) {
                headers = edit.change().apply(headers);
                request.hit();
            }
        }
        upstream.write(head.start(), headers);
        if (requestBody.framing() == Framing.NONE) {
            return relay(upstream.in());
        }
        Future<?> body = threads.submit(() -> {
            sendBody(upstream);
            return null;
        });
        boolean again = false;
        try {
            again = relay(upstream.in());
        } finally {
            again = finished(body) && again;
        }
        return again;
    }

    /** Meanwhile the answer is waited for: it may come before the body is over, or be a 100 that the body waits for. */
    private void sendBody(WireSocket upstream) throws IOException {
        long cut = fault(Fault.ResetInRequest.class)
                .map(Fault.ResetInRequest::after)
                .orElse(WireTap.NOWHERE);
        long flip = fault(Fault.FlipRequest.class)
                .map(fault -> fault.flip().bit(requestBody.length()))
                .orElse(WireTap.NOWHERE);
        WireTap tap = new WireTap(request, this::recordBody, cut, flip, Duration.ZERO);
        try {
            requestBody.copy(client.in(), new Forgiving(upstream.out()), tap);
        } catch (CutException e) {
            request.hit();
            WireTap.sleep(BEFORE_RESET);
            client.reset();
            upstream.reset();
        } catch (IOException e) {
            // The client went away in the middle of its body, and so do we.
            upstream.reset();
        }
    }

    /** A body that is still coming after its answer has a moment to end, so that the client reads the answer. */
    private boolean finished(Future<?> body) throws IOException {
        try {
            body.get(bodyHeldBack ? 0 : LATE_BODY_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IOException("the request's body", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean relay(WireInput answers) throws IOException {
        Head answer = answerHead(answers);
        int status = status(answer);
        while (status / 100 == 1) {
            client.write(answer.start(), answer.headers());
            bodyHeldBack = false;
            answer = answerHead(answers);
            status = status(answer);
        }
        request.status(status);
        WireBody body = WireBody.ofAnswer(request.method(), status, answer.headers());
        if (fault(Fault.LoseAnswer.class).isPresent()) {
            body.copy(answers, OutputStream.nullOutputStream(), new WireTap(request, (bytes, length) -> {}));
            request.hit();
            client.reset();
            return false;
        }
        Optional<Fault.Rewrite> rewrite = fault(Fault.Rewrite.class);
        if (rewrite.isPresent()) {
            WireAnswer whole = new WireAnswer(status, answer.headers(), collect(body, answers));
            request.hit();
            WireInput changed = serialised(rewrite.get().change().apply(whole));
            Head changedHead = answerHead(changed);
            request.status(status(changedHead));
            return pass(
                    changedHead,
                    WireBody.ofAnswer(request.method(), status(changedHead), changedHead.headers()),
                    changed);
        }
        return pass(answer, body, answers);
    }

    private static Head answerHead(WireInput answers) throws IOException {
        return answers.head().orElseThrow(() -> new EOFException("the upstream closed without an answer"));
    }

    private static int status(Head answer) {
        return Integer.parseInt(answer.start().split(" ", 3)[1]);
    }

    private boolean pass(Head answer, WireBody body, WireInput answers) throws IOException {
        WireHeaders headers = answer.headers();
        for (Fault fault : faults) {
            if (fault instanceof Fault.AnswerHeaders edit) {
                headers = edit.change().apply(headers);
                request.hit();
            }
        }
        client.write(answer.start(), headers);
        try {
            body.copy(answers, client.out(), answerTap(body));
        } catch (CutException e) {
            request.hit();
            cut();
            return false;
        }
        boolean open = body.framing() != Framing.UNTIL_CLOSE
                && WireBody.ofAnswer(request.method(), status(answer), headers).equals(body)
                && !headers.says("Connection", "close")
                && !head.headers().says("Connection", "close")
                && head.start().endsWith("HTTP/1.1");
        if (!open && requestBody.framing() == Framing.NONE) {
            client.finish();
        }
        return open;
    }

    private WireTap answerTap(WireBody body) {
        long cut = fault(Fault.Truncate.class)
                .map(Fault.Truncate::after)
                .or(() -> fault(Fault.ResetInAnswer.class).map(Fault.ResetInAnswer::after))
                .or(() -> fault(Fault.StallAfter.class).map(Fault.StallAfter::after))
                .orElse(WireTap.NOWHERE);
        long flip = fault(Fault.FlipAnswer.class)
                .map(fault -> fault.flip().bit(body.length()))
                .orElse(WireTap.NOWHERE);
        Duration pause = fault(Fault.Drip.class).map(Fault.Drip::pause).orElse(Duration.ZERO);
        return new WireTap(request, (bytes, length) -> request.answer(length), cut, flip, pause);
    }

    private void cut() throws IOException {
        client.out().flush();
        if (fault(Fault.Truncate.class).isPresent()) {
            client.finish();
        } else if (fault(Fault.ResetInAnswer.class).isPresent()) {
            WireTap.sleep(BEFORE_RESET);
            client.reset();
        } else {
            client.hold();
        }
    }

    private static byte[] collect(WireBody body, WireInput answers) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        body.copy(answers, OutputStream.nullOutputStream(), new WireBody.Tap() {
            @Override
            public int room(int wanted) {
                return wanted;
            }

            @Override
            public void pass(byte[] bytes, int length) {
                all.write(bytes, 0, length);
                if (all.size() > MOST_REWRITTEN) {
                    throw new IllegalStateException("an answer of more than " + MOST_REWRITTEN + " bytes to rewrite");
                }
            }
        });
        return all.toByteArray();
    }

    private WireInput serialised(WireAnswer answer) {
        WireHeaders headers = answer.headers().without("Transfer-Encoding");
        boolean bodiless = request.method().equals("HEAD") || answer.status() == 204 || answer.status() == 304;
        if (!bodiless) {
            headers = headers.with("Content-Length", String.valueOf(answer.body().length));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("HTTP/1.1 " + answer.status() + " As-Scripted\r\n" + headers.lines() + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        if (!bodiless) {
            bytes.writeBytes(answer.body());
        }
        return new WireInput(new ByteArrayInputStream(bytes.toByteArray()));
    }

    /** Goes on into nowhere once the upstream takes no more: it has answered early, and its answer says why. */
    private static final class Forgiving extends OutputStream {
        private final OutputStream out;
        private boolean broken;

        Forgiving(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (!broken) {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    broken = true;
                }
            }
        }
    }
}
