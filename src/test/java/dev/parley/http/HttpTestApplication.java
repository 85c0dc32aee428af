package dev.parley.http;

import dev.parley.HttpConfiguration;
import dev.parley.chat.Chat;
import dev.parley.chat.SetLimits;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Limits;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.login.LoginThrottle;
import dev.parley.chat.login.ThrottlePause;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.chat.operator.Operator;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.peer.SessionStore;
import dev.parley.store.log.MemoryPostKeys;
import dev.parley.store.log.MemoryRoomLog;
import dev.parley.store.registry.MemoryMetadataStore;
import dev.parley.store.registry.MemoryModerationStore;
import dev.parley.store.registry.RegistryTester;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The API over a chat without a network. Deliberately no {@code @Configuration}: whoever scans this
 * package must not come upon it.
 */
@EnableAutoConfiguration
@Import(HttpConfiguration.class)
public class HttpTestApplication {

  /** A path that fails. */
  public static final String FAULT = "/fault";

  public static final int LINE_BYTES = 100;

  @Bean
  RouterFunction<ServerResponse> fault() {
    return RouterFunctions.route()
        .GET(
            FAULT,
            request -> {
              throw new IllegalStateException("secret internals");
            })
        .build();
  }

  @Bean
  ShiftedClock clock() {
    return new ShiftedClock();
  }

  @Bean
  Path dataDir() {
    return Path.of("not-used-as-there-is-a-password");
  }

  @Bean
  Outage outage() {
    return new Outage();
  }

  @Bean
  MemoryPostKeys postKeys(Clock clock) {
    return new MemoryPostKeys(clock);
  }

  @Bean
  RoomLog roomLog(Clock clock, Outage outage, MemoryPostKeys keys) {
    return outage.of(new MemoryRoomLog(clock, 1000, keys));
  }

  @Bean
  RegistryTester registry(Clock clock) {
    return new RegistryTester(clock, Runnable::run);
  }

  @Bean
  LoginService authenticator(RegistryTester registry) {
    return registry.authenticator;
  }

  @Bean
  Audit audit(RegistryTester registry) {
    return registry.audit;
  }

  @Bean
  AccountAdmin accountAdmin(Chat chat) {
    return chat.accountAdmin();
  }

  @Bean
  LoginThrottle loginThrottle(Clock clock, ThrottlePause pause) {
    return new LoginThrottle(clock, pause);
  }

  @Bean
  Chat chat(
      RoomLog log, Clock clock, ChatMetrics monitor, LoginService authenticator, Audit audit) {
    Limits limits = new SetLimits().lineBytes(LINE_BYTES).metadataKeys(20).limits();
    ChatSettings settings =
        new ChatSettings(
            "parley",
            limits,
            10,
            50,
            100,
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofMinutes(2),
            RetentionPolicy.UNLIMITED);
    return new Chat(
        settings,
        log,
        clock,
        monitor,
        (delay, task) -> {},
        Runnable::run,
        authenticator,
        new MemoryModerationStore(),
        new MemoryMetadataStore(),
        SessionStore.NONE,
        audit,
        PeerNetwork.NONE);
  }

  @Bean
  Operator operator(Chat chat, RoomLog log) {
    return chat.operator();
  }

  @Bean
  FakeListeners listeners() {
    return new FakeListeners();
  }

  @Bean
  RecordingPause pause() {
    return new RecordingPause();
  }

  @Bean
  ApiTester apiTester(
      Chat chat, Operator operator, AccountAdmin accountAdmin, Environment environment) {
    return new ApiTester(chat, operator, accountAdmin, environment);
  }
}
