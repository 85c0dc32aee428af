package dev.parley.http.request;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Applies a JSON Merge Patch (RFC 7396). */
public final class MergePatch {

  private MergePatch() {}

  /**
   * Applies a patch to an object: null removes a property, a property that is left out stays. A
   * null for a missing property is kept, so that an unknown property is detected.
   */
  public static void apply(ObjectNode target, ObjectNode patch) {
    for (var change : patch.properties()) {
      String name = change.getKey();
      JsonNode value = change.getValue();
      if (value.isNull() && target.has(name)) {
        target.remove(name);
      } else if (value instanceof ObjectNode inner) {
        ObjectNode changed = target.get(name) instanceof ObjectNode old ? old : target.objectNode();
        target.set(name, changed);
        apply(changed, inner);
      } else {
        target.set(name, value);
      }
    }
  }
}
