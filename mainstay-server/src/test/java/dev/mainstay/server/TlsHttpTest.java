package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.InvalidValueException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsHttpTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  @TempDir private static Path folder;
  private static KeyStore store;

  @BeforeAll
  static void makeACertificate() throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor()).isZero();
    store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    pem("cert.pem", "CERTIFICATE", store.getCertificate("server").getEncoded());
    pem("key.pem", "PRIVATE KEY", store.getKey("server", PASSWORD).getEncoded());
  }

  private static void pem(String name, String what, byte[] bytes) throws Exception {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }

  private static MemoryServer start(String certificate, String key) {
    return MemoryServer.start(
        "tls:", "  certificate: " + folder.resolve(certificate), "  key: " + folder.resolve(key));
  }

  private static HttpClient trusting(HttpClient.Version version) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("server"));
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return HttpClient.newBuilder().version(version).sslContext(context).build();
  }

  @Test
  void servesOverTlsInBothVersionsOfHttp() throws Exception {
    try (MemoryServer server = start("cert.pem", "key.pem")) {
      assertThat(server.server.url()).startsWith("https://127.0.0.1:");
      for (HttpClient.Version version : HttpClient.Version.values()) {
        Client client = Client.of(trusting(version), server.server.url());
        String token = client.login("{\"user\": \"ada\"}");
        assertThat(client.bearer(token).get("/v1/sessions/current").status()).isEqualTo(200);
        Client own =
            client.with("Cookie", "__Host-sid=" + token).with("Origin", server.server.url());
        assertThat(own.patch("/v1/sessions/current", "{}").status()).isEqualTo(200);
        assertThat(own.delete("/v1/sessions/current").status()).isEqualTo(204);
      }
    }
  }

  @Test
  void aKeyThatIsNoneStopsTheStart() {
    assertThatThrownBy(() -> start("cert.pem", "cert.pem"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("tls: certificate and key cannot be used together");
  }
}
