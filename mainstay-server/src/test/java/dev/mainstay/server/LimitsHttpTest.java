package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row of the contract's table of limits. */
class LimitsHttpTest {
  private static final String WINDOW =
      "{\"permits\":1,\"algorithm\":\"fixed-window\",\"calendar\":";
  private static MemoryServer server;
  private static Client client;

  @BeforeAll
  static void start() {
    server =
        MemoryServer.start(
            "limits:",
            "  pair: {permits: 2, per: 3s}",
            "  lane: {algorithm: leaky-queue, permits: 10, per: 1s, burst: 2}",
            "  trial: {permits: 1, per: 1h, mode: shadow}",
            "  jobs: {algorithm: concurrency, permits: 2, per: 30s}",
            "  seats: {permits: 5, per: 1m, within: organisation}",
            "  'größe %': {permits: 5, per: 1m}");
    client = server.client();
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static Reply take(String limit, String body) {
    return client.post("/v1/limits/" + limit + "/take", body);
  }

  private static Reply put(String path, String body) {
    return client.send("PUT", "/v1/limits/" + path, body);
  }

  private static void isAllowed(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.header("Mainstay-Decision")).isEqualTo("allowed");
  }

  private static void isInvalid(Reply reply, String field) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.problem()).isEqualTo("invalid-value");
    assertThat(reply.text("field")).isEqualTo(field);
  }

  @Test
  void takesUntilNothingIsLeftAndWaitsAsLongAsTold() {
    Reply first = take("pair", "{\"key\": \"ada\"}");
    isAllowed(first);
    assertThat(first.body())
        .isEqualTo(
            "{\"allowed\":true,\"limit\":\"pair\",\"remaining\":1,"
                + "\"retryAfterMs\":0,\"resetAfterMs\":1500}");
    assertThat(first.header("RateLimit-Policy")).isEqualTo("\"pair\";q=2;w=3");
    assertThat(first.header("RateLimit")).isEqualTo("\"pair\";r=1;t=2");
    isAllowed(take("pair", "{\"key\": \"ada\", \"cost\": 1}"));
    Reply refused = take("pair", "{\"key\": \"ada\"}");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(refused.header("Mainstay-Decision")).isEqualTo("denied");
    assertThat(refused.header("RateLimit")).isEqualTo("\"pair\";r=0;t=3");
    assertThat(refused.text("type"))
        .isEqualTo("https://iana.org/assignments/http-problem-types#quota-exceeded");
    assertThat(refused.body())
        .contains("\"allowed\":false,\"limit\":\"pair\",\"remaining\":0,\"retryAfterMs\":1500")
        .contains("\"violated\":[\"pair\"]")
        .contains("\"instance\":\"/v1/limits/pair/take\"");
    isAllowed(take("pair", "{\"key\": \"grace\"}"));
    assertThat(refused.header("Retry-After")).isEqualTo("2");
    server.clock.advance(Duration.ofSeconds(2));
    isAllowed(take("pair", "{\"key\": \"ada\"}"));
  }

  @Test
  void whatNeverFitsIsDeniedWithoutAWait() {
    Reply refused = take("pair", "{\"key\": \"giant\", \"cost\": 3}");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEmpty();
    assertThat(refused.json().get("retryAfterMs").isNull()).isTrue();
  }

  @Test
  void aQueueTellsTheDelay() {
    assertThat(take("lane", "{\"key\": \"ada\"}").body()).contains("\"delayMs\":0");
    assertThat(take("lane", "{\"key\": \"ada\"}").body()).contains("\"delayMs\":100");
  }

  @Test
  void aTrialSaysWhatItWouldHaveRefused() {
    isAllowed(take("trial", "{\"key\": \"ada\"}"));
    Reply reply = take("trial", "{\"key\": \"ada\"}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Mainstay-Decision")).isEqualTo("shadow-denied");
    assertThat(reply.body()).contains("\"allowed\":true").contains("\"shadowed\":[\"trial\"]");
  }

  @Test
  void allOrNothing() {
    take("pair", "{\"key\": \"bob\", \"cost\": 2}");
    String both =
        """
        {"takes": [{"limit": "jobs", "key": "bob"}, {"limit": "pair", "key": "bob"}]}""";
    Reply refused = client.post("/v1/limits/take", both);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.body())
        .contains("\"violated\":[\"pair\"]")
        .contains("\"violated-policies\":[\"pair\"]")
        .contains("\"standings\":[{\"limit\":\"jobs\",\"remaining\":2,\"resetAfterMs\":0},");
    assertThat(refused.header("RateLimit")).startsWith("\"jobs\";r=2;t=0, \"pair\";r=0;t=");
    client.delete("/v1/limits/pair/state?key=bob");
    Reply allowed = client.post("/v1/limits/take", both);
    isAllowed(allowed);
    assertThat(allowed.text("lease")).isNotEmpty();
    assertThat(allowed.json().get("standings").size()).isEqualTo(2);
  }

  @Test
  void permitsAreHeldRenewedAndGivenBack() {
    Reply held = take("jobs", "{\"key\": \"ada\", \"cost\": 2}");
    String lease = "{\"key\": \"ada\", \"lease\": \"" + held.text("lease") + "\"}";
    assertThat(held.header("RateLimit-Policy"))
        .isEqualTo("\"jobs\";q=2;qu=\"concurrent-requests\"");
    assertThat(take("jobs", "{\"key\": \"ada\"}").status()).isEqualTo(429);
    server.clock.advance(Duration.ofSeconds(20));
    assertThat(client.post("/v1/limits/jobs/renew", lease).body()).isEqualTo("{\"renewed\":true}");
    server.clock.advance(Duration.ofSeconds(20));
    assertThat(take("jobs", "{\"key\": \"ada\"}").status()).isEqualTo(429);
    String release = "/v1/limits/jobs/release";
    assertThat(client.post(release, lease).body()).isEqualTo("{\"released\":true}");
    assertThat(client.post(release, lease).body()).isEqualTo("{\"released\":false}");
    assertThat(client.post("/v1/limits/jobs/renew", lease).body()).isEqualTo("{\"renewed\":false}");
    isAllowed(take("jobs", "{\"key\": \"ada\"}"));
    isInvalid(client.post(release, "{\"key\": \"ada\"}"), "lease");
  }

  @Test
  void aScopeIsSaidWhereTheRuleCountsWithinOne() {
    isInvalid(take("seats", "{\"key\": \"ada\"}"), "within");
    isAllowed(take("seats", "{\"key\": \"ada\", \"cost\": 5, \"within\": \"acme\"}"));
    isAllowed(take("seats", "{\"key\": \"ada\", \"cost\": 5, \"within\": \"other\"}"));
    Reply state = client.get("/v1/limits/seats/state?key=ada&within=acme");
    assertThat(state.json().get("remaining").asInt()).isZero();
    assertThat(state.text("within")).isEqualTo("acme");
  }

  @Test
  void looksWithoutTakingAndForgets() {
    take("pair", "{\"key\": \"a/b c\", \"cost\": 2}");
    String path = "/v1/limits/pair/state?key=a%2Fb%20c";
    for (int i = 0; i < 2; i++) {
      Reply state = client.get(path);
      assertThat(state.status()).isEqualTo(200);
      assertThat(state.body())
          .startsWith("{\"limit\":\"pair\",\"key\":\"a/b c\",\"remaining\":0,\"resetAfterMs\":");
      assertThat(state.header("RateLimit")).startsWith("\"pair\";r=0;t=");
    }
    assertThat(client.delete(path).status()).isEqualTo(204);
    assertThat(client.get(path).json().get("remaining").asInt()).isEqualTo(2);
    isInvalid(client.get("/v1/limits/pair/state"), "key");
  }

  @Test
  void anyNameIsALimit() {
    Reply reply = take("gr%C3%B6%C3%9Fe%20%25", "{\"key\": \"ada\"}");
    isAllowed(reply);
    assertThat(reply.text("limit")).isEqualTo("größe %");
    assertThat(reply.header("RateLimit")).isEqualTo("\"gr%c3%b6%c3%9fe %25\";r=4;t=12");
  }

  @Test
  void definesChangesAndRemovesARule() {
    String rule =
        """
        {"algorithm": "sliding-log", "permits": 3, "per": "1m", "onSilence": "refuse",
         "mode": "enforce", "revision": 4}""";
    Reply defined = put("search", rule);
    assertThat(defined.status()).as(defined.body()).isEqualTo(200);
    assertThat(defined.body())
        .startsWith(
            "{\"limit\":\"search\",\"algorithm\":\"sliding-log\",\"permits\":3,"
                + "\"per\":\"1m\",\"perMs\":60000,\"onSilence\":\"refuse\",\"mode\":\"enforce\","
                + "\"revision\":4,\"version\":");
    assertThat(client.get("/v1/limits/search").body()).isEqualTo(defined.body());
    take("search", "{\"key\": \"ada\", \"cost\": 3}");
    String more = "\"permits\":5,\"per\":\"1m\",\"inherit\":\"additive\"}";
    Reply raised = put("search", "{\"algorithm\":\"sliding-log\"," + more);
    assertThat(raised.json().get("permits").asInt()).isEqualTo(5);
    assertThat(client.get("/v1/limits/search/state?key=ada").json().get("remaining").asInt())
        .isEqualTo(2);
    put("search", "{\"permits\": 7, \"per\": \"1m\", \"inherit\": \"reset\"}");
    assertThat(client.get("/v1/limits/search/state?key=ada").json().get("remaining").asInt())
        .isEqualTo(7);
    assertThat(client.delete("/v1/limits/search").status()).isEqualTo(204);
    assertThat(client.get("/v1/limits/search").status()).isEqualTo(404);
    assertThat(client.delete("/v1/limits/search").status()).isEqualTo(404);
    assertThat(take("search", "{\"key\": \"ada\"}").status()).isEqualTo(404);
  }

  @Test
  void aKeyHasARuleOfItsOwn() {
    put("tier", "{\"permits\": 1, \"per\": \"1h\"}");
    Reply own = put("tier/keys", "{\"key\": \"vip\", \"permits\": 9, \"per\": \"1h\"}");
    assertThat(own.body()).startsWith("{\"limit\":\"tier\",\"key\":\"vip\",\"algorithm\":\"gcra\"");
    assertThat(take("tier", "{\"key\": \"vip\"}").body()).contains("\"remaining\":8");
    put("tier/keys", "{\"key\": \"bad\", \"permits\": 1, \"per\": \"1h\", \"mode\": \"block\"}");
    Reply blocked = take("tier", "{\"key\": \"bad\"}");
    assertThat(blocked.status()).isEqualTo(429);
    assertThat(blocked.body()).contains("\"violated\":[\"tier\"]").contains("\"remaining\":null");
    put("tier/keys", "{\"key\": \"good\", \"permits\": 1, \"per\": \"1h\", \"mode\": \"allow\"}");
    isAllowed(take("tier", "{\"key\": \"good\", \"cost\": 50}"));
    assertThat(client.get("/v1/limits").body())
        .contains("{\"limit\":\"tier\",\"key\":\"bad\",")
        .contains("{\"limit\":\"tier\",\"key\":\"vip\",");
    assertThat(client.delete("/v1/limits/tier/keys?key=vip").status()).isEqualTo(204);
    assertThat(client.delete("/v1/limits/tier/keys?key=vip").status()).isEqualTo(404);
    assertThat(put("nowhere/keys", "{\"key\":\"a\",\"permits\":1,\"per\":\"1h\"}").status())
        .isEqualTo(404);
  }

  @Test
  void theCalendarSaysHowLongItsWindowsAre() {
    Reply month =
        put(
            "month",
            """
            {"algorithm": "fixed-window", "permits": 10, "calendar": {"unit": "month",
             "zone": "Europe/Berlin"}}""");
    assertThat(month.body())
        .contains("\"per\":\"31d\"")
        .contains("\"calendar\":{\"unit\":\"month\",\"zone\":\"Europe/Berlin\"}");
    assertThat(take("month", "{\"key\": \"ada\"}").json().get("resetAfterMs").asLong())
        .isLessThan(Duration.ofDays(8).toMillis());
  }

  @Test
  void theRulesOfTheConfigurationAreListedBeforeTheirFirstTake() {
    Client fresh = client.with("Mainstay-Namespace", "fresh");
    assertThat(fresh.get("/v1/limits").body())
        .startsWith("{\"limits\":[{\"limit\":\"größe %\",")
        .endsWith("\"onSilence\":\"pass\",\"mode\":\"shadow\",\"revision\":0,\"version\":0}]}");
    assertThat(fresh.get("/v1/limits/pair").json().get("permits").asInt()).isEqualTo(2);
    put("only-here", "{\"permits\": 1, \"per\": \"1h\"}");
    assertThat(fresh.get("/v1/limits/only-here").status()).isEqualTo(404);
    assertThat(fresh.post("/v1/limits/only-here/take", "{\"key\":\"a\"}").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"permits\":1,\"per\":\"1h\",\"what\":1}|what",
        "{\"permits\":1}|per",
        "{\"per\":\"1h\"}|permits",
        "{\"permits\":0,\"per\":\"1h\"}|permits",
        "{\"permits\":1.5,\"per\":\"1h\"}|permits",
        "{\"permits\":\"1\",\"per\":\"1h\"}|permits",
        "{\"permits\":1,\"per\":\"1 hour\"}|per",
        "{\"permits\":1,\"per\":\"32d\"}|per",
        "{\"permits\":1,\"per\":3600}|per",
        "{\"permits\":1,\"per\":\"1h\",\"algorithm\":\"magic\"}|algorithm",
        "{\"permits\":1,\"per\":\"1h\",\"algorithm\":\"fixed-window\",\"burst\":2}|burst",
        "{\"permits\":1,\"per\":\"1h\",\"mode\":\"off\"}|mode",
        "{\"permits\":1,\"per\":\"1h\",\"onSilence\":\"panic\"}|onSilence",
        "{\"permits\":1,\"per\":\"1h\",\"inherit\":\"all\"}|inherit",
        "{\"permits\":1,\"calendar\":{\"unit\":\"day\"}}|calendar",
        WINDOW + "{\"unit\":\"year\"}}|calendar.unit",
        WINDOW + "{\"unit\":\"day\",\"zone\":\"Mars\"}}|calendar.zone",
        WINDOW + "{\"day\":1}}|calendar.day",
        "{\"permits\":1,\"per\":\"1h\",\"within\":\"\"}|within"
      })
  void aWrongRuleIsToldByItsField(String what) {
    String[] parts = what.split("\\|", 2);
    isInvalid(put("wrong", parts[0]), parts[1]);
    assertThat(client.get("/v1/limits/wrong").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|key",
        "{\"key\":\"\"}|key",
        "{\"key\":7}|key",
        "{\"key\":\"a\",\"cost\":0}|cost",
        "{\"key\":\"a\",\"cost\":1.5}|cost",
        "{\"key\":\"a\",\"costs\":1}|costs",
        "{\"key\":\"\\ud800\"}|key"
      })
  void aWrongTakeIsToldByItsField(String body, String field) {
    isInvalid(take("pair", body), field);
  }

  @Test
  void wrongTakesOfManyAreRefused() {
    String path = "/v1/limits/take";
    isInvalid(client.post(path, "{}"), "takes");
    isInvalid(client.post(path, "{\"takes\": []}"), "takes");
    isInvalid(client.post(path, "{\"takes\": [{\"key\": \"a\"}]}"), "limit");
    isInvalid(
        client.post(path, "{\"takes\": [{\"limit\": \"pair\", \"key\": \"a\", \"x\": 1}]}"),
        "takes.0.x");
    String twice = "{\"limit\": \"pair\", \"key\": \"a\"}";
    isInvalid(client.post(path, "{\"takes\": [" + twice + "," + twice + "]}"), "takes");
  }

  @Test
  void namesOfPathsAreNoNamesOfLimits() {
    String rule = "{\"permits\": 1, \"per\": \"1h\"}";
    isInvalid(put("%74ake", rule), "limit");
    isInvalid(put("%73ettle", rule), "limit");
    assertThat(put("take", rule).status()).isEqualTo(405);
    assertThat(put("settle", rule).status()).isEqualTo(405);
  }

  @Test
  void aLimitThatNobodyDefinedIs404() {
    for (Reply reply :
        new Reply[] {
          take("nobodys", "{\"key\": \"a\"}"),
          client.post("/v1/limits/take", "{\"takes\": [{\"limit\": \"nobodys\", \"key\": \"a\"}]}"),
          client.get("/v1/limits/nobodys/state?key=a"),
          client.get("/v1/limits/nobodys")
        }) {
      assertThat(reply.status()).as(reply.body()).isEqualTo(404);
      assertThat(reply.problem()).isEqualTo("not-found");
      assertThat(reply.text("field")).isEqualTo("limit");
    }
  }

  @Test
  void decisionsAreCountedByLimitAndOutcome() {
    put("counted", "{\"permits\": 1, \"per\": \"1h\"}");
    take("counted", "{\"key\": \"a\"}");
    take("counted", "{\"key\": \"a\"}");
    client.post(
        "/v1/limits/take",
        """
        {"takes": [{"limit": "counted", "key": "a"}, {"limit": "pair", "key": "counted"}]}""");
    assertThat(server.decided).contains("counted allowed", "counted denied", "pair untouched");
  }
}
