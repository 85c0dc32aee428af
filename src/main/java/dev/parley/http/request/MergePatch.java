package dev.parley.http.request;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON Merge Patch (RFC 7396). */
public final class MergePatch {

  private MergePatch() {}

  /**
   * Changes an object as a patch says: null takes a property out, what is left out stays. A null
   * for a property that is not there is kept, so that one that does not exist is noticed.
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
