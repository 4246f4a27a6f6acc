package dev.mainstay.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiDocumentTest {
  private static final Set<String> KEYWORDS =
      Set.of(
          "$ref",
          "type",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "enum",
          "const",
          "pattern",
          "minimum",
          "maximum",
          "minLength",
          "format",
          "default",
          "description");
  private final JsonNode document = JsonMapper.shared().readTree(OpenApi.document());

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> lost = new ArrayList<>();
    walk(
        document,
        "",
        (at, node) -> {
          if (node.has("$ref") && SchemaCheck.resolve(document, node).isMissingNode()) {
            lost.add(at + " -> " + node.get("$ref"));
          }
        });
    assertThat(lost).isEmpty();
  }

  @Test
  void everyComponentIsUsed() {
    Set<String> used = new TreeSet<>();
    walk(document, "", (at, node) -> used.add(ref(node)));
    List<String> idle = new ArrayList<>();
    for (String kind : List.of("schemas", "responses", "headers", "parameters")) {
      for (String name : document.at("/components/" + kind).propertyNames()) {
        if (!used.contains("#/components/" + kind + "/" + name)) {
          idle.add(kind + "/" + name);
        }
      }
    }
    assertThat(idle).isEmpty();
  }

  @Test
  void everyExampleIsWhatItsSchemaSays() {
    List<String> wrong = new ArrayList<>();
    int[] seen = {0};
    walk(
        document,
        "",
        (at, node) -> {
          for (JsonNode example : examples(node)) {
            seen[0]++;
            SchemaCheck.of(document, node.get("schema"), example)
                .forEach(what -> wrong.add(at + ": " + what));
          }
        });
    assertThat(wrong).isEmpty();
    assertThat(seen[0]).isGreaterThan(30);
  }

  @Test
  void everySchemaKeepsToTheKeywordsThatAreChecked() {
    List<String> unknown = new ArrayList<>();
    for (var schema : document.at("/components/schemas").properties()) {
      keywords(schema.getKey(), schema.getValue(), unknown);
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void everyOperationHasAnIdASummarySecurityAndItsPathsParameters() {
    Set<String> ids = new TreeSet<>();
    Pattern parameter = Pattern.compile("\\{([^}]+)}");
    for (var path : document.get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (operation.getKey().equals("parameters")) {
          continue;
        }
        JsonNode says = operation.getValue();
        String what = operation.getKey() + " " + path.getKey();
        assertThat(ids.add(says.path("operationId").asString(""))).as(what).isTrue();
        assertThat(says.path("summary").asString("")).as(what).isNotEmpty();
        assertThat(says.path("security").isArray()).as(what).isTrue();
        Set<String> declared = new TreeSet<>();
        for (JsonNode where :
            List.of(says.path("parameters"), path.getValue().path("parameters"))) {
          where.forEach(
              one -> {
                JsonNode is = SchemaCheck.resolve(document, one);
                if (is.get("in").asString().equals("path")) {
                  declared.add(is.get("name").asString());
                }
              });
        }
        Set<String> named = new TreeSet<>();
        parameter.matcher(path.getKey()).results().forEach(found -> named.add(found.group(1)));
        assertThat(declared).as(what).isEqualTo(named);
      }
    }
  }

  @Test
  void everySecuritySchemeThatIsAskedForExists() {
    Set<String> asked = new TreeSet<>();
    walk(
        document,
        "",
        (at, node) -> node.path("security").forEach(one -> asked.addAll(one.propertyNames())));
    assertThat(asked)
        .isEqualTo(new TreeSet<>(document.at("/components/securitySchemes").propertyNames()));
  }

  private static List<JsonNode> examples(JsonNode node) {
    List<JsonNode> all = new ArrayList<>();
    if (node.has("schema") && node.has("example")) {
      all.add(node.get("example"));
    }
    if (node.has("schema")) {
      node.path("examples").forEach(named -> all.add(named.get("value")));
    }
    return all;
  }

  private static void keywords(String at, JsonNode schema, List<String> unknown) {
    for (String keyword : schema.propertyNames()) {
      if (!KEYWORDS.contains(keyword)) {
        unknown.add(at + "." + keyword);
      }
    }
    schema
        .path("properties")
        .properties()
        .forEach(field -> keywords(at + "." + field.getKey(), field.getValue(), unknown));
    if (schema.path("items").isObject()) {
      keywords(at + "[]", schema.get("items"), unknown);
    }
  }

  private static String ref(JsonNode node) {
    return node.path("$ref").asString("");
  }

  private static void walk(JsonNode node, String at, BiConsumer<String, JsonNode> visitor) {
    if (node.isObject()) {
      visitor.accept(at, node);
      node.properties()
          .forEach(
              field -> {
                if (!field.getKey().equals("example") && !field.getKey().equals("value")) {
                  walk(field.getValue(), at + "/" + field.getKey(), visitor);
                }
              });
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        walk(node.get(i), at + "/" + i, visitor);
      }
    }
  }
}
