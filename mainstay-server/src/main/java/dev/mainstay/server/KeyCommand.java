package dev.mainstay.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "key",
    description = "Makes an API key and shows it once, with the hash that the server needs.",
    mixinStandardHelpOptions = true)
final class KeyCommand implements Callable<Integer> {
  private static final int BYTES = 32;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--encryption",
      description = "Makes a key for the encryption of attributes instead, alone on its line.")
  private boolean encryption;

  @Override
  public Integer call() throws NoSuchAlgorithmException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    var out = spec.commandLine().getOut();
    if (encryption) {
      out.println(Base64.getEncoder().encodeToString(random));
      out.flush();
      return 0;
    }
    String key = "mk1." + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    out.println("key:  " + key);
    out.println("hash: " + HexFormat.of().formatHex(hash));
    out.flush();
    return 0;
  }
}
