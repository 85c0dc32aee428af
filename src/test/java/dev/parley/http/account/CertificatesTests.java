package dev.parley.http.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.account.TokenScope;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class CertificatesTests {

  private static final String BOBS = "/api/v1/accounts/bob/certificates";
  private static final String ONE = "0".repeat(63) + "a";

  @Autowired private ApiTester api;

  @BeforeEach
  void reset() {
    api.reset();
    api.post("/api/v1/accounts", "{\"name\":\"bob\",\"password\":\"correct horse\"}").is(201);
  }

  private static String body(String fingerprint) {
    return "{\"fingerprint\":\"" + fingerprint + "\"}";
  }

  @Test
  void certificatesAreAddedListedAndRemoved() {
    api.post(BOBS, body("00:".repeat(31) + "0A")).is(201).has("$.items[0].fingerprint", ONE);
    api.get(BOBS).is(200).has("$.items[*].fingerprint", List.of(ONE)).has("$.next", null);
    api.delete(BOBS + "/" + ONE + "?reason=lost").is(204);
    api.get(BOBS).is(200).has("$.items.length()", 0);
    assertThat(api.get("/api/v1/audit").is(200).<List<String>>at("$.items[*].action"))
        .contains("account.certificate.add", "account.certificate.remove");
  }

  @Test
  void exportHasThem() {
    api.post(BOBS, body(ONE)).is(201);
    assertThat(api.get("/api/v1/accounts/bob/export").is(200).body())
        .contains("{\"type\":\"certificate\",\"fingerprint\":\"" + ONE + "\"}");
  }

  @Test
  void wrongOnesAreRefused() {
    api.post(BOBS, body("xyz")).isProblem(400, "invalid_value");
    api.post(BOBS, "{}").isProblem(400, "invalid_request");
    api.post(BOBS, body(ONE)).is(201);
    api.post(BOBS, body(ONE)).isProblem(409, "certificate_exists");
    for (int i = 1; i < 10; i++) {
      api.post(BOBS, body("0".repeat(63) + i)).is(201);
    }
    api.post(BOBS, body("f".repeat(64))).isProblem(409, "too_many_certificates");
    api.delete(BOBS + "/" + "e".repeat(64)).isProblem(404, "no_such_certificate");
    api.get("/api/v1/accounts/nobody/certificates").isProblem(404, "no_such_account");
  }

  @Test
  void adminsAreChangedByAdminsAlone() {
    api.patch("/api/v1/accounts/bob", "{\"admin\":true}").is(200);
    String token = api.token("ci", TokenScope.ACCOUNTS_WRITE);
    api.bearing(token, "POST", BOBS, body(ONE)).isProblem(403, "forbidden");
    api.bearing(token, "DELETE", BOBS + "/" + ONE, null).isProblem(403, "forbidden");
  }
}
