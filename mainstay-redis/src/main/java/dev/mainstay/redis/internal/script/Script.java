package dev.mainstay.redis.internal.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A Lua script by its name, as in {@code sessions/update}. A value; its text is read once. */
public final class Script {
  private static final Map<String, Script> LOADED = new ConcurrentHashMap<>();
  private static final String FOLDER = "/dev/mainstay/redis/lua/";

  private final String name;
  private final byte[] text;
  private final byte[] sha1;

  private Script(String name, byte[] text) {
    this.name = name;
    this.text = text;
    this.sha1 = sha1Of(text).getBytes(StandardCharsets.US_ASCII);
  }

  /** The script {@code dev/mainstay/redis/lua/<name>.lua} of the class path. */
  public static Script load(String name) {
    return LOADED.computeIfAbsent(name, Script::read);
  }

  /** A script whose text is at hand. */
  public static Script of(String name, String text) {
    return new Script(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Script read(String name) {
    String path = FOLDER + name + ".lua";
    try (InputStream in = Script.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the script " + path + " is not on the class path");
      }
      return new Script(name, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the script " + path + " cannot be read", e);
    }
  }

  /** Its name, as in {@code sessions/update}. */
  public String name() {
    return name;
  }

  /** Its text. */
  public String text() {
    return new String(text, StandardCharsets.UTF_8);
  }

  /** The SHA-1 of its text in hex, as the server knows it. */
  public String sha1() {
    return new String(sha1, StandardCharsets.US_ASCII);
  }

  /** The bytes that go over the wire; not to be changed. */
  byte[] textBytes() {
    return text;
  }

  /** The bytes that go over the wire; not to be changed. */
  byte[] sha1Bytes() {
    return sha1;
  }

  private static String sha1Of(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  @Override
  public String toString() {
    return name + " (" + sha1() + ")";
  }
}
