package dev.mainstay.server.config;

import dev.mainstay.errors.InvalidValueException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a YAML file into values that know their line. */
final class YamlFile {
  /** Deeper than any configuration; an anchor that contains itself ends here. */
  private static final int DEPTH = 16;

  private final Path file;

  private YamlFile(Path file) {
    this.file = file;
  }

  static Node.Mapping read(Path file) {
    return new YamlFile(file).document();
  }

  private Node.Mapping document() {
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
      var root = new Compose(settings).composeString(Files.readString(file));
      Node document = root.isEmpty() ? null : node(root.get(), 0);
      if (document == null) {
        return new Node.Mapping(new LinkedHashMap<>(), file.toString());
      }
      if (document instanceof Node.Mapping mapping) {
        return mapping;
      }
      throw new InvalidValueException(
          document.origin(), "a mapping is expected, as in 'port: 7070'");
    } catch (CharacterCodingException e) {
      throw new InvalidValueException(file.toString(), "is not UTF-8; save it as UTF-8");
    } catch (IOException e) {
      throw new InvalidValueException(
          file.toString(), "cannot be read; name a readable YAML file with --config");
    } catch (MarkedYamlEngineException e) {
      throw new InvalidValueException(
          e.getProblemMark().map(mark -> line(mark.getLine())).orElse(file.toString()),
          "is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new InvalidValueException(file.toString(), "is not YAML that can be read");
    }
  }

  /** Null where the file says null, which is as if nothing was said. */
  private @Nullable Node node(org.snakeyaml.engine.v2.nodes.Node node, int depth) {
    String origin = node.getStartMark().map(mark -> line(mark.getLine())).orElse(file.toString());
    if (depth > DEPTH) {
      throw new InvalidValueException(origin, "is nested too deeply");
    }
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, origin, depth);
    }
    if (node instanceof SequenceNode sequence) {
      List<Node> items = new ArrayList<>();
      for (var item : sequence.getValue()) {
        Node value = node(item, depth + 1);
        items.add(value == null ? new Node.Scalar("", origin) : value);
      }
      return new Node.Sequence(items, origin);
    }
    ScalarNode scalar = (ScalarNode) node;
    return scalar.getTag().equals(Tag.NULL) ? null : new Node.Scalar(scalar.getValue(), origin);
  }

  private Node.Mapping mapping(MappingNode mapping, String origin, int depth) {
    Map<String, Node> entries = new LinkedHashMap<>();
    Set<String> keys = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new InvalidValueException(origin, "a key is expected to be plain text");
      }
      String where = key.getStartMark().map(mark -> line(mark.getLine())).orElse(origin);
      if (!keys.add(key.getValue())) {
        throw new InvalidValueException(
            where, "'" + key.getValue() + "' is given twice; keep one of the two");
      }
      Node value = node(tuple.getValueNode(), depth + 1);
      if (value != null) {
        entries.put(key.getValue(), at(value, where));
      }
    }
    return new Node.Mapping(entries, origin);
  }

  /** A value stands where its key does, even when it begins on the next line. */
  private static Node at(Node value, String where) {
    if (value instanceof Node.Mapping mapping) {
      return new Node.Mapping(mapping.entries(), where);
    }
    if (value instanceof Node.Sequence sequence) {
      return new Node.Sequence(sequence.items(), where);
    }
    return value;
  }

  private String line(int zeroBased) {
    return file + ":" + (zeroBased + 1);
  }
}
