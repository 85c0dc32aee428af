package dev.parley.admin;

import dev.parley.chat.Audit;
import dev.parley.chat.Chat;
import dev.parley.chat.ChatSettings;
import dev.parley.chat.Identities;
import dev.parley.chat.Limits;
import dev.parley.chat.Monitor;
import dev.parley.chat.Operator;
import dev.parley.chat.Registrar;
import dev.parley.chat.SetLimits;
import dev.parley.chat.guess.GuessBrake;
import dev.parley.chat.guess.Pause;
import dev.parley.chat.history.Retention;
import dev.parley.chat.history.RoomLog;
import dev.parley.log.MemoryPostKeys;
import dev.parley.log.MemoryRoomLog;
import dev.parley.registry.MemoryRulebook;
import dev.parley.registry.Registry;
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
@Import(AdminConfiguration.class)
class AdminTestApplication {

  /** A path that fails. */
  static final String FAULT = "/fault";

  static final int LINE_BYTES = 100;

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
  Clock clock() {
    return Clock.systemUTC();
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
  Registry registry(Clock clock) {
    return new Registry(clock, Runnable::run);
  }

  @Bean
  Identities identities(Registry registry) {
    return registry.identities;
  }

  @Bean
  Audit audit(Registry registry) {
    return registry.audit;
  }

  @Bean
  Registrar registrar(Chat chat) {
    return new Registrar(chat);
  }

  @Bean
  GuessBrake guessBrake(Clock clock, Pause pause) {
    return new GuessBrake(clock, pause);
  }

  @Bean
  Chat chat(RoomLog log, Clock clock, Monitor monitor, Identities identities, Audit audit) {
    Limits limits = new SetLimits().lineBytes(LINE_BYTES).limits();
    ChatSettings settings =
        new ChatSettings(
            "parley",
            limits,
            10,
            50,
            100,
            Duration.ofSeconds(10),
            Duration.ofMinutes(2),
            Retention.UNLIMITED);
    return new Chat(
        settings,
        log,
        clock,
        monitor,
        (delay, task) -> {},
        Runnable::run,
        identities,
        new MemoryRulebook(),
        audit);
  }

  @Bean
  Operator operator(Chat chat, RoomLog log) {
    return new Operator(chat, log);
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
  ApiTester apiTester(Chat chat, Operator operator, Registrar registrar, Environment environment) {
    return new ApiTester(chat, operator, registrar, environment);
  }
}
