package dev.parley.http.client;

import dev.parley.tcp.ListenerInfo;
import io.swagger.v3.oas.annotations.media.Schema;

/** Represents a listener in the API. */
@Schema(name = "Listener")
record ListenerJson(
    @Schema(example = "line") String name,
    @Schema(example = "line") String protocol,
    @Schema(example = "0.0.0.0") String address,
    @Schema(description = "the port that is really bound", example = "2323") int port,
    @Schema(example = "false") boolean tls,
    @Schema(description = "how many are open", example = "3") int connections,
    @Schema(description = "whether it listens", example = "true") boolean accepting) {

  static ListenerJson of(ListenerInfo listener) {
    return new ListenerJson(
        listener.name(),
        listener.protocol(),
        listener.address(),
        listener.port(),
        listener.tls(),
        listener.connections(),
        listener.accepting());
  }
}
