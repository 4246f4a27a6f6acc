package dev.mainstay.http.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Runs something once, just before the container commits the response: on a flush, a close, an
 * error or a redirect, and where the body fills the buffer or reaches its declared length. URLs are
 * left as they are: no token stands in one.
 */
final class SessionResponse extends HttpServletResponseWrapper {
  /** No charset that a container writes takes more bytes for one char. */
  private static final int MOST_BYTES_PER_CHAR = 4;

  private final Runnable beforeCommit;
  private boolean ran;
  private long written;
  private long length = Long.MAX_VALUE;
  private @Nullable ServletOutputStream stream;
  private @Nullable PrintWriter writer;

  SessionResponse(HttpServletResponse response, Runnable beforeCommit) {
    super(response);
    this.beforeCommit = beforeCommit;
  }

  /** The response is about to be committed. */
  void committing() {
    if (!ran) {
      ran = true;
      beforeCommit.run();
    }
  }

  /** So many bytes are about to be written. */
  void writing(long bytes) {
    written += bytes;
    if (written >= Math.min(getBufferSize(), length)) {
      committing();
    }
  }

  /** So many chars are about to be written. */
  void writingChars(long chars) {
    writing(chars * MOST_BYTES_PER_CHAR);
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    ServletOutputStream inner = super.getOutputStream();
    if (stream == null) {
      stream = new CountedStream(inner, this);
    }
    return stream;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    PrintWriter inner = super.getWriter();
    if (writer == null) {
      writer = new PrintWriter(new CountedWriter(inner, this));
    }
    return writer;
  }

  @Override
  public void reset() {
    super.reset();
    forgetBody();
    length = Long.MAX_VALUE;
    stream = null;
    writer = null;
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    forgetBody();
  }

  private void forgetBody() {
    written = 0;
  }

  @Override
  public void flushBuffer() throws IOException {
    committing();
    super.flushBuffer();
  }

  @Override
  public void sendError(int status) throws IOException {
    committing();
    super.sendError(status);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    committing();
    super.sendError(status, message);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    committing();
    super.sendRedirect(location);
  }

  @Override
  public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
    committing();
    super.sendRedirect(location, status, clearBuffer);
  }

  @Override
  public void setContentLength(int bytes) {
    length = bytes;
    super.setContentLength(bytes);
  }

  @Override
  public void setContentLengthLong(long bytes) {
    length = bytes;
    super.setContentLengthLong(bytes);
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    noteLength(name, value);
    super.setHeader(name, value);
  }

  @Override
  public void addHeader(String name, @Nullable String value) {
    noteLength(name, value);
    super.addHeader(name, value);
  }

  @Override
  public void setIntHeader(String name, int value) {
    noteLength(name, Integer.toString(value));
    super.setIntHeader(name, value);
  }

  @Override
  public void addIntHeader(String name, int value) {
    noteLength(name, Integer.toString(value));
    super.addIntHeader(name, value);
  }

  @Override
  public String encodeURL(String url) {
    return url;
  }

  @Override
  public String encodeRedirectURL(String url) {
    return url;
  }

  private void noteLength(String name, @Nullable String value) {
    boolean declared = name.toLowerCase(Locale.ROOT).equals("content-length");
    if (declared && value != null && value.matches("[0-9]{1,18}")) {
      length = Long.parseLong(value);
    }
  }
}
