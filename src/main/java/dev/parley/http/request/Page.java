package dev.parley.http.request;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Represents a page of a list.
 *
 * @param next the cursor of the next page, null if this is the last
 */
public record Page<T>(
    List<T> items,
    @Schema(
            example = "cm9vbXM6b3Bz",
            types = {"string", "null"})
        @Nullable String next) {

  /** Default number of items of a page. */
  public static final String LIMIT = "50";

  /** Maximum number of items of a page. */
  public static final int MAX_LIMIT = 500;

  private record Keyed<T>(String key, T item) {}

  /**
   * Returns a page of a list that is sorted by a key.
   *
   * @param list the name of the list
   * @param all all items, in no order
   * @param key gives the unique key that an item is sorted by
   * @param cursor the cursor of the page, null or empty for the first
   */
  public static <T> Page<T> of(
      String list, Stream<T> all, Function<T, String> key, @Nullable String cursor, int limit) {
    String after = cursor == null || cursor.isEmpty() ? "" : Cursor.key(list, cursor);
    List<Keyed<T>> found =
        all.map(item -> new Keyed<>(key.apply(item), item))
            .filter(keyed -> keyed.key.compareTo(after) > 0)
            .sorted((one, other) -> one.key.compareTo(other.key))
            .limit(limit + 1L)
            .toList();
    List<Keyed<T>> shown = found.subList(0, Math.min(limit, found.size()));
    return new Page<>(
        shown.stream().map(Keyed::item).toList(),
        found.size() > limit ? Cursor.after(list, shown.getLast().key) : null);
  }

  /** Maps the items of the page. */
  public <R> Page<R> map(Function<T, R> shape) {
    return new Page<>(items.stream().map(shape).toList(), next);
  }
}
