package io.mediafn.config;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML file of texts: mappings, lists, and scalars that stay as they are written. Nodes are read rather than objects
 * built: a key of digits stays a key, no tag makes an object, and an alias that would blow up is never followed far.
 * Messages name lines, since what the parser says quotes its input.
 */
final class YamlFile {
    private static final int DEEPEST = 10;

    private final Path file;

    YamlFile(Path file) {
        this.file = file;
    }

    /** The mapping that the file is; empty if it is blank. */
    Map<String, Node> read() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        Node root;
        try {
            root = new Yaml(new SafeConstructor(options)).compose(new StringReader(SmallFile.read(file)));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new IllegalArgumentException(file + ": line " + line + " is not YAML");
        } catch (YAMLException e) {
            throw new IllegalArgumentException(file + " is not YAML");
        }
        return root == null ? Map.of() : mapping(root);
    }

    Map<String, Node> mapping(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            throw broken(node, "must be a mapping of names to values");
        }
        Map<String, Node> values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = text(tuple.getKeyNode()).orElse("");
            if (name.equals("<<")) {
                throw broken(tuple.getKeyNode(), "merges another mapping, which is not supported");
            }
            if (values.put(name, tuple.getValueNode()) != null) {
                throw broken(tuple.getKeyNode(), "has a name that is there already");
            }
        }
        return values;
    }

    /** The text of a scalar; empty where nothing, or null, is written. */
    Optional<String> text(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw broken(node, "must be a text");
        }
        String value = scalar.getValue().strip();
        boolean none = scalar.isPlain() && (value.equals("~") || value.equals("null"));
        return none || value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    List<String> texts(Node node) {
        if (!(node instanceof SequenceNode sequence)) {
            throw broken(node, "must be a list");
        }
        List<String> texts = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            texts.add(text(element).orElseThrow(() -> broken(element, "must be a text")));
        }
        return texts;
    }

    IllegalArgumentException broken(Node node, String rule) {
        return new IllegalArgumentException(file + ": line " + lineOf(node) + " " + rule);
    }

    static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
