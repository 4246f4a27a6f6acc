package dev.mainstay.redis.internal.link;

import io.netty.buffer.ByteBuf;

/** Writes a command as the protocol wants it: an array of strings with their lengths. */
final class Wire {

  private Wire() {}

  static void write(ByteBuf buffer, byte[][] parts) {
    buffer.writeByte('*');
    number(buffer, parts.length);
    for (byte[] part : parts) {
      buffer.writeByte('$');
      number(buffer, part.length);
      buffer.writeBytes(part);
      end(buffer);
    }
  }

  private static void number(ByteBuf buffer, int number) {
    int scale = 1;
    while (number / scale >= 10) {
      scale *= 10;
    }
    for (; scale > 0; scale /= 10) {
      buffer.writeByte('0' + number / scale % 10);
    }
    end(buffer);
  }

  private static void end(ByteBuf buffer) {
    buffer.writeByte('\r');
    buffer.writeByte('\n');
  }
}
