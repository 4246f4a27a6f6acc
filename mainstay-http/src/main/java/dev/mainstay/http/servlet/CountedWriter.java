package dev.mainstay.http.servlet;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** A body's writer that tells the response of each char before it is written. */
final class CountedWriter extends FilterWriter {
  private final SessionResponse response;

  CountedWriter(Writer inner, SessionResponse response) {
    super(inner);
    this.response = response;
  }

  @Override
  public void write(int c) throws IOException {
    response.writingChars(1);
    super.write(c);
  }

  @Override
  public void write(char[] chars, int offset, int length) throws IOException {
    response.writingChars(length);
    super.write(chars, offset, length);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    response.writingChars(length);
    super.write(text, offset, length);
  }

  @Override
  public void flush() throws IOException {
    response.committing();
    super.flush();
  }

  @Override
  public void close() throws IOException {
    response.committing();
    super.close();
  }
}
