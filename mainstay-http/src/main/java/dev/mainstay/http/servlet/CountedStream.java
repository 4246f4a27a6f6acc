package dev.mainstay.http.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** A body's stream that tells the response of each byte before it is written. */
final class CountedStream extends ServletOutputStream {
  private final ServletOutputStream inner;
  private final SessionResponse response;

  CountedStream(ServletOutputStream inner, SessionResponse response) {
    this.inner = inner;
    this.response = response;
  }

  @Override
  public void write(int b) throws IOException {
    response.writing(1);
    inner.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    response.writing(length);
    inner.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    response.committing();
    inner.flush();
  }

  @Override
  public void close() throws IOException {
    response.committing();
    inner.close();
  }

  @Override
  public boolean isReady() {
    return inner.isReady();
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    inner.setWriteListener(listener);
  }
}
