package dev.parley.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.SetClock;
import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.Secret;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.account.Tokens;
import dev.parley.chat.name.Nick;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests the guarantees of every {@link Tokens}. */
abstract class TokensContract {

  static final Nick CI = new Nick("Ci");

  final SetClock clock = new SetClock();

  abstract Tokens tokens();

  /** Returns the tokens as they are after a restart. */
  abstract Tokens reopened();

  @Test
  void tokenIsFoundByItself() {
    Instant end = clock.instant().plus(Duration.ofDays(1));
    Set<TokenScope> scopes = Set.of(TokenScope.MESSAGES_WRITE, TokenScope.ROOMS_READ);
    Tokens.Issued issued = tokens().issue(CI, scopes, null, end);
    ApiToken token = issued.token();

    assertThat(issued.secret().text()).matches("parley_[A-Za-z0-9_-]{37,43}");
    assertThat(token.prefix()).hasSize(13).isEqualTo(issued.secret().text().substring(0, 13));
    assertThat(token.scopes()).isEqualTo(scopes);
    assertThat(token.expiresAt()).isEqualTo(end);
    assertThat(token.lastUsedAt()).isNull();
    for (Tokens now : new Tokens[] {tokens(), reopened()}) {
      assertThat(now.find(issued.secret())).isEqualTo(token);
      assertThat(now.get(token.id())).isEqualTo(token);
      assertThat(now.named(new Nick("CI"))).isEqualTo(token);
      assertThat(now.all()).containsExactly(token);
      assertThat(now.find(new Secret(token.prefix()))).isNull();
      assertThat(now.find(new Secret(""))).isNull();
    }
  }

  @Test
  void tokensDiffer() {
    assertThat(issue("a").secret()).isNotEqualTo(issue("b").secret());
  }

  @Test
  void nameIsThatOfOneToken() {
    issue("ci");

    assertThat(tokens().issue(CI, Set.of(), null, null)).isNull();
    assertThat(tokens().all()).hasSize(1);
  }

  @Test
  void whatIsRevokedIsGone() {
    Tokens.Issued issued = issue("ci");

    assertThat(tokens().revoke(issued.token().id())).isTrue();
    assertThat(tokens().revoke(issued.token().id())).isFalse();
    assertThat(tokens().find(issued.secret())).isNull();
    assertThat(tokens().named(CI)).isNull();
    assertThat(reopened().all()).isEmpty();
  }

  @Test
  void useIsTakenNoteOf() {
    Tokens.Issued issued = issue("ci");
    clock.pass(Duration.ofSeconds(1));
    tokens().used(issued.token());
    Instant first = clock.instant();

    assertThat(tokens().find(issued.secret()).lastUsedAt()).isEqualTo(first);
    clock.pass(Duration.ofSeconds(30));
    tokens().used(issued.token());
    assertThat(tokens().find(issued.secret()).lastUsedAt()).isEqualTo(first.plusSeconds(30));
    assertThat(reopened().find(issued.secret()).lastUsedAt()).isEqualTo(first.plusSeconds(30));
  }

  Tokens.Issued issue(String name) {
    return tokens().issue(new Nick(name), Set.of(TokenScope.MESSAGES_WRITE), null, null);
  }
}
