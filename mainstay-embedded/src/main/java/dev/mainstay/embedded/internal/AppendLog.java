package dev.mainstay.embedded.internal;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Tells a log whose last command is incomplete (the store died while writing it) from one with a
 * damaged length in its middle. To Redis both end early, and it would cut off all that follows; the
 * first loses a command that nobody was promised, the second everything since the damage. They
 * differ in what would be cut: only the second holds the beginning of further commands.
 */
final class AppendLog {
  private static final int MOST_DIGITS = 18;
  private static final int LONGEST_TAIL = 64 << 20;
  private static final Pattern COMMAND = Pattern.compile("\r\n\\*[1-9][0-9]{0,6}\r\n\\$");

  private AppendLog() {}

  /** How many bytes of an incomplete last command the log ends with; -1 if it is damaged. */
  static long incompleteTail(Path log) throws IOException {
    long valid = validBytes(log);
    long tail = Files.size(log) - valid;
    if (valid < 0 || tail > LONGEST_TAIL) {
      return -1;
    }
    byte[] bytes = new byte[(int) tail];
    try (FileChannel channel = FileChannel.open(log)) {
      channel.read(ByteBuffer.wrap(bytes), valid);
    }
    boolean more = COMMAND.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).find();
    return more ? -1 : tail;
  }

  /** The end of the last whole command; -1 if something is neither whole nor cut short. */
  private static long validBytes(Path log) throws IOException {
    long valid = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(log), 1 << 16)) {
      while (true) {
        valid += command(in);
      }
    } catch (EOFException e) {
      return valid;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Reads one command and returns its length. */
  private static long command(InputStream in) throws IOException {
    String header = line(in, '*');
    long length = header.length() + 3L;
    for (long parts = Long.parseLong(header); parts > 0; parts--) {
      String size = line(in, '$');
      long bytes = Long.parseLong(size) + 2;
      in.skipNBytes(bytes);
      length += size.length() + 3 + bytes;
    }
    return length;
  }

  private static String line(InputStream in, char type) throws IOException {
    if (read(in) != type) {
      throw new NumberFormatException("not a command");
    }
    StringBuilder digits = new StringBuilder();
    for (int b = read(in); b != '\r'; b = read(in)) {
      digits.append((char) b);
    }
    if (read(in) != '\n' || digits.length() > MOST_DIGITS) {
      throw new NumberFormatException("not a length");
    }
    return digits.toString();
  }

  private static int read(InputStream in) throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the log is cut here");
    }
    return next;
  }
}
