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
import picocli.CommandLine.Spec;

@Command(
    name = "key",
    description = "Makes an API key and shows it once, with the hash that the server needs.")
final class KeyCommand implements Callable<Integer> {
  private static final int BYTES = 32;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws NoSuchAlgorithmException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String key = "mk1." + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    var out = spec.commandLine().getOut();
    out.println("key:  " + key);
    out.println("hash: " + HexFormat.of().formatHex(hash));
    out.flush();
    return 0;
  }
}
