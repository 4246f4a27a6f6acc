package dev.mainstay.chaos.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A program for one side of a link: {@code serve ADDRESS}, or {@code ask ADDRESS}. */
public final class EchoMain {
  private static final int PORT = 7_000;
  private static final int PATIENCE_MILLIS = 500;

  private EchoMain() {}

  /** Serves until it is killed, or asks as often as a line comes in, and says what it heard. */
  public static void main(String[] args) throws IOException {
    InetAddress address = InetAddress.getByName(args[1]);
    if (args[0].equals("serve")) {
      try (ServerSocket listener = new ServerSocket(PORT, 50, address)) {
        System.out.println("ready");
        serve(listener);
      }
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, PORT), 10_000);
      socket.setSoTimeout(PATIENCE_MILLIS);
      System.out.println("ready");
      ask(socket);
    }
  }

  private static void serve(ServerSocket listener) throws IOException {
    try (Socket client = listener.accept()) {
      client.getInputStream().transferTo(client.getOutputStream());
    }
  }

  private static void ask(Socket socket) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    while (lines.readLine() != null) {
      socket.getOutputStream().write('a');
      try {
        System.out.println(socket.getInputStream().read() == 'a' ? "heard" : "closed");
      } catch (SocketTimeoutException silent) {
        System.out.println("silence");
      } catch (IOException broken) {
        System.out.println("broken: " + broken.getMessage());
      }
    }
  }
}
