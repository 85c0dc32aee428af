package dev.parley.http.room;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** Represents a request to rename a room. */
@Schema(name = "NewRoomName")
record RenameBody(@Schema(example = "operations") @NotNull String name) {}
