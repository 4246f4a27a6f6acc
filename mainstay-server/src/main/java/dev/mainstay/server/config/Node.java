package dev.mainstay.server.config;

import java.util.List;
import java.util.Map;

/** A value as it was given, and where. Collections are open until all sources are merged. */
sealed interface Node {
  /** Where it was given, as in {@code mainstay.yaml:7}, {@code MAINSTAY_PORT} or {@code --port}. */
  String origin();

  /** One value. */
  record Scalar(String text, String origin) implements Node {}

  /** Values by name. */
  record Mapping(Map<String, Node> entries, String origin) implements Node {}

  /** Values by position. */
  record Sequence(List<Node> items, String origin) implements Node {}
}
