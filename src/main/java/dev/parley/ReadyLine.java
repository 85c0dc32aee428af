package dev.parley;

import dev.parley.tcp.ListenerInfo;
import dev.parley.tcp.Listeners;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;

/** Logs the addresses of all listeners in one line once they are bound. */
final class ReadyLine implements ApplicationListener<ApplicationReadyEvent> {

  private static final Logger log = LoggerFactory.getLogger(ParleyApplication.class);

  private final Listeners listeners;

  ReadyLine(Listeners listeners) {
    this.listeners = listeners;
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent event) {
    String chat =
        listeners.list().stream().map(ReadyLine::describe).collect(Collectors.joining(", "));
    String http =
        event.getApplicationContext() instanceof WebServerApplicationContext web
                && web.getWebServer() != null
            ? "http on port " + web.getWebServer().getPort()
            : "no http";
    log.info("parley is ready: {}, {}", chat, http);
  }

  private static String describe(ListenerInfo listener) {
    return listener.name() + " on " + listener.address() + ":" + listener.port();
  }
}
