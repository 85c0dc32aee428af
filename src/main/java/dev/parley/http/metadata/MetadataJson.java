package dev.parley.http.metadata;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/**
 * Describes a room or the owner of an account.
 *
 * @param values the values by their keys
 */
@Schema(name = "Metadata")
record MetadataJson(
    @Schema(description = "texts by keys", example = MetadataJson.EXAMPLE)
        Map<String, String> values) {

  /** An example of values. */
  static final String EXAMPLE = "{\"url\":\"https://example.org\"}";
}
