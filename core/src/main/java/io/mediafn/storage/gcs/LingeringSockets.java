package io.mediafn.storage.gcs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS sockets that can be closed while a write to them is stuck: closing one says goodbye, and waits for whoever writes,
 * for as long as its linger time says, which by default is for ever.
 */
final class LingeringSockets extends SSLSocketFactory {
    private final SSLSocketFactory sockets;
    private final int seconds;

    LingeringSockets(SSLSocketFactory sockets, int seconds) {
        this.sockets = sockets;
        this.seconds = seconds;
    }

    private Socket lingering(Socket socket) throws IOException {
        socket.setSoLinger(true, seconds);
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return lingering(sockets.createSocket());
    }

    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
        return lingering(sockets.createSocket(plain, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return lingering(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return lingering(sockets.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return lingering(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return lingering(sockets.createSocket(address, port, localAddress, localPort));
    }
}
