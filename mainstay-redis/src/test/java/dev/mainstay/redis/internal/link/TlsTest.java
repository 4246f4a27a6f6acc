package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.chaos.faults.Proxy;
import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.TestRedis;
import dev.mainstay.redis.TlsOptions;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, before a real server: a proxy ends it, with certificates that keytool makes here. */
class TlsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final char[] SECRET = "changeit".toCharArray();
  @TempDir private static Path files;
  private static TestRedis redis;
  private static Proxy proxy;
  private static Proxy strictProxy;

  @BeforeAll
  static void start() throws Exception {
    redis = TestRedis.start();
    make("server", "SAN=DNS:localhost");
    make("client", "SAN=DNS:client");
    make("stranger", "SAN=DNS:localhost");
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store("server"), SECRET);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("client", store("client").getCertificate("client"));
    trust.init(trusted);
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    SSLServerSocketFactory factory = context.getServerSocketFactory();
    InetSocketAddress target = new InetSocketAddress(LOOPBACK, redis.port());
    proxy = Proxy.start(factory.createServerSocket(0, 50, LOOPBACK), target);
    SSLServerSocket strict = (SSLServerSocket) factory.createServerSocket(0, 50, LOOPBACK);
    strict.setNeedClientAuth(true);
    strictProxy = Proxy.start(strict, target);
  }

  @AfterAll
  static void stop() {
    proxy.close();
    strictProxy.close();
    redis.close();
  }

  private static RedisOptions options(TlsOptions tls) {
    return RedisOptions.parse("rediss://localhost:" + proxy.port()).withTls(tls);
  }

  private static RedisOptions strictOptions(TlsOptions tls) {
    return RedisOptions.parse("rediss://localhost:" + strictProxy.port()).withTls(tls);
  }

  @Test
  void trustsTheCertificateThatIsNamedAndNoOther() {
    try (Link link = Link.connect(options(new TlsOptions(pem("server"), null, null, true)))) {
      assertThat(Calls.show(Calls.run(link, "PING"))).isEqualTo("[PONG]");
    }
    TlsOptions wrong = new TlsOptions(pem("stranger"), null, null, true);
    for (TlsOptions tls : List.of(wrong, TlsOptions.DEFAULT)) {
      assertThatThrownBy(() -> Link.connect(options(tls)))
          .isInstanceOf(StoreFaultException.class)
          .hasMessageContaining("TLS failed")
          .hasMessageContaining("tls.caFile");
    }
    try (Link link = Link.connect(options(new TlsOptions(null, null, null, false)))) {
      assertThat(Calls.show(Calls.run(link, "PING"))).isEqualTo("[PONG]");
    }
  }

  @Test
  void checksTheNameOfTheServer() {
    RedisOptions options =
        RedisOptions.parse("rediss://127.0.0.1:" + proxy.port())
            .withTls(new TlsOptions(pem("server"), null, null, true));
    assertThatThrownBy(() -> Link.connect(options)).hasMessageContaining("TLS failed");
  }

  @Test
  void showsItsOwnCertificate() {
    TlsOptions with = new TlsOptions(pem("server"), pem("client"), key("client"), true);
    try (Link link = Link.connect(strictOptions(with))) {
      assertThat(Calls.show(Calls.run(link, "PING"))).isEqualTo("[PONG]");
    }
    TlsOptions without = new TlsOptions(pem("server"), null, null, true);
    assertThatThrownBy(() -> Link.connect(strictOptions(without)))
        .hasMessageContaining("TLS failed")
        .hasMessageContaining("tls.certificateFile");
  }

  @Test
  void saysWhenThePortDoesNotSpeakTls() {
    RedisOptions options =
        RedisOptions.parse("rediss://localhost:" + redis.port())
            .withConnectTimeout(Duration.ofMillis(500));
    assertThatThrownBy(() -> Link.connect(options))
        .hasMessageContaining("rediss://localhost:")
        .hasMessageContaining("TLS");
  }

  private static Path pem(String name) {
    return files.resolve(name + ".pem");
  }

  private static Path key(String name) {
    return files.resolve(name + ".key");
  }

  private static KeyStore store(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(files.resolve(name + ".p12"))) {
      store.load(in, SECRET);
    }
    return store;
  }

  /** A key and a certificate that signs itself, as key store and as PEM. */
  private static void make(String name, String extension) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-dname", "CN=" + name, "-ext", extension, "-alias", name));
    command.addAll(List.of("-validity", "2", "-storetype", "PKCS12", "-storepass", "changeit"));
    command.addAll(List.of("-keystore", files.resolve(name + ".p12").toString()));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    Certificate certificate = store(name).getCertificate(name);
    Key key = store(name).getKey(name, SECRET);
    Files.writeString(pem(name), block("CERTIFICATE", certificate.getEncoded()));
    Files.writeString(key(name), block("PRIVATE KEY", key.getEncoded()));
  }

  private static String block(String what, byte[] bytes) {
    StringWriter text = new StringWriter();
    text.write("-----BEGIN " + what + "-----\n");
    text.write(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes));
    text.write("\n-----END " + what + "-----\n");
    return text.toString();
  }
}
