package dev.mainstay.server.config;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.sessions.Encryption;
import dev.mainstay.sessions.WhenUnreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Reads how attributes are encrypted. A key stands in a file of its own or in the environment, not
 * among the settings: those are shown, copied and kept under version control. No message holds one.
 */
final class EncryptionReader {
  private static final String REMEDY = "; ./mainstay key --encryption makes one";
  private static final int MOST_BYTES = 1024;

  private EncryptionReader() {}

  static Encryption read(Values encryption) {
    List<Values> keys = encryption.children("keys");
    if (keys.isEmpty()) {
      throw encryption.refused("keys", "is missing; the first of them writes" + REMEDY);
    }
    Encryption read = keyed(keys.get(0), Encryption::with);
    for (Values each : keys.subList(1, keys.size())) {
      read = keyed(each, read::alsoReads);
    }
    Encryption told =
        read.whenUnreadable(
            encryption
                .as("whenUnreadable", EncryptionReader::whenUnreadable)
                .orElse(WhenUnreadable.DROP));
    return encryption.flag("readsPlain") ? told.readsPlain() : told;
  }

  private static Encryption keyed(Values given, BiFunction<String, byte[], Encryption> use) {
    String id = given.required("id");
    byte[] key = key(given);
    try {
      return use.apply(id, key);
    } catch (InvalidValueException e) {
      throw given.refused(e);
    }
  }

  private static byte[] key(Values given) {
    if (given.has("key") && !given.isFromEnvironment("key")) {
      throw given.refused(
          "key", "may not stand here; name a file that holds it, or give it in the environment");
    }
    if (given.has("key") == given.has("file")) {
      throw given.refused("file", "one of file and (in the environment) key is needed" + REMEDY);
    }
    Optional<Path> file = given.file("file", "file that holds a key");
    String text = file.isPresent() ? content(given, file.get()) : given.required("key");
    try {
      return Encryption.keyFromBase64(text);
    } catch (InvalidValueException notAKey) {
      throw given.refused(
          file.isPresent() ? "file" : "key", "does not hold 32 bytes in base64" + REMEDY);
    }
  }

  private static String content(Values given, Path file) {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      throw given.refused("file", "'" + file + "' cannot be read");
    }
  }

  private static WhenUnreadable whenUnreadable(String text) {
    return switch (text) {
      case "drop" -> WhenUnreadable.DROP;
      case "end" -> WhenUnreadable.END;
      default ->
          throw new InvalidValueException(
              "whenUnreadable", "'" + text + "' is neither drop nor end");
    };
  }
}
