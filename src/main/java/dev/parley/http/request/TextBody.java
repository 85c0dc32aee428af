package dev.parley.http.request;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** Represents a text to send. */
@Schema(name = "Text")
public record TextBody(@NotNull @Schema(example = "The server restarts at noon.") String text) {}
