package io.mediafn.lambda;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * template.yaml as CloudFormation would see it with given parameters: conditions, mappings and references are worked out.
 * A resource stands as {@code <LogicalId>}, an attribute of one as {@code <LogicalId.Attribute>}. Functions that the
 * template doesn't use are refused.
 */
@NullMarked
final class Template {
    static final String ACCOUNT = "123456789012";
    static final String STACK_UUID = "0d3c1b2a-7b1e-4f6e-9c55-1c2d3e4f5a6b";

    private static final Object NO_VALUE = new Object();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}!]+)}");
    private static final Map<String, Object> PSEUDO_PARAMETERS = Map.of(
            "AWS::AccountId", ACCOUNT,
            "AWS::Partition", "aws",
            "AWS::Region", "eu-central-1",
            "AWS::URLSuffix", "amazonaws.com",
            "AWS::StackName", "traffic",
            "AWS::StackId", "arn:aws:cloudformation:eu-central-1:" + ACCOUNT + ":stack/traffic/" + STACK_UUID,
            "AWS::NoValue", NO_VALUE);

    private final Map<String, Object> raw;
    private final Map<String, Object> parameters = new LinkedHashMap<>(PSEUDO_PARAMETERS);

    private Template(Map<String, Object> raw, Map<String, ?> given) {
        this.raw = raw;
        map(raw.get("Parameters"))
                .forEach((name, parameter) -> parameters.put(
                        name,
                        requireNonNull(
                                map(parameter).get("Default"), "a deployment without questions needs defaults")));
        given.forEach((name, value) -> {
            if (parameters.replace(name, value) == null) {
                throw new IllegalArgumentException("no parameter " + name);
            }
            Object pattern = map(map(raw.get("Parameters")).get(name)).get("AllowedPattern");
            if (pattern != null && !value.toString().matches(pattern.toString())) {
                throw new IllegalArgumentException(name + " can't be " + value);
            }
        });
        map(raw.get("Parameters")).forEach((name, parameter) -> {
            if ("CommaDelimitedList".equals(map(parameter).get("Type"))) {
                parameters.computeIfPresent(
                        name, (key, text) -> List.of(text.toString().split(",", -1)));
            }
        });
    }

    /** The file as it is written; {@code !Ref x} and the like in their long form. May be changed. */
    static Map<String, Object> parse(Path file) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (Reader reader = Files.newBufferedReader(file)) {
            return map(new Yaml(new ShortTags(options)).load(reader));
        }
    }

    /** The resources that a stack with these parameters has. */
    static Map<String, Value> resources(Map<String, Object> raw, Map<String, ?> parameters) {
        Template template = new Template(raw, parameters);
        Map<String, Value> resources = new LinkedHashMap<>();
        map(raw.get("Resources")).forEach((id, resource) -> {
            Object condition = map(resource).get("Condition");
            if (condition == null || template.holds(condition)) {
                resources.put(id, new Value(template.resolve(resource)));
            }
        });
        return resources;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    private boolean holds(Object condition) {
        return Boolean.TRUE.equals(
                resolve(requireNonNull(map(raw.get("Conditions")).get(condition))));
    }

    private Object resolve(Object value) {
        if (value instanceof List<?> list) {
            List<Object> resolved = new ArrayList<>();
            for (Object element : list) {
                Object result = resolve(element);
                if (!NO_VALUE.equals(result)) {
                    resolved.add(result);
                }
            }
            return resolved;
        }
        if (!(value instanceof Map<?, ?>)) {
            return value;
        }
        Map<String, Object> map = map(value);
        if (map.size() == 1) {
            Map.Entry<String, Object> only = map.entrySet().iterator().next();
            boolean condition = only.getKey().equals("Condition") && only.getValue() instanceof String;
            if (only.getKey().equals("Ref") || condition || only.getKey().startsWith("Fn::")) {
                return call(only.getKey(), only.getValue());
            }
        }
        Map<String, Object> resolved = new LinkedHashMap<>();
        map.forEach((key, element) -> {
            Object result = resolve(element);
            if (!NO_VALUE.equals(result)) {
                resolved.put(key, result);
            }
        });
        return resolved;
    }

    private Object call(String function, Object argument) {
        List<?> arguments = argument instanceof List<?> list ? list : List.of(argument);
        return switch (function) {
            case "Ref" -> reference(argument.toString());
            case "Fn::GetAtt" -> "<" + argument + ">";
            case "Fn::Sub" -> substitute(arguments);
            case "Fn::If" -> resolve(arguments.get(holds(arguments.get(0)) ? 1 : 2));
            case "Condition" -> holds(argument);
            case "Fn::And" -> arguments.stream().allMatch(part -> Boolean.TRUE.equals(resolve(part)));
            case "Fn::Or" -> arguments.stream().anyMatch(part -> Boolean.TRUE.equals(resolve(part)));
            case "Fn::Join" ->
                String.join(
                        arguments.get(0).toString(),
                        ((List<?>) resolve(arguments.get(1)))
                                .stream().map(Object::toString).toList());
            case "Fn::Not" -> !Boolean.TRUE.equals(resolve(arguments.get(0)));
            case "Fn::Equals" ->
                resolve(arguments.get(0))
                        .toString()
                        .equals(resolve(arguments.get(1)).toString());
            case "Fn::FindInMap" -> {
                Object found = raw.get("Mappings");
                for (Object key : arguments) {
                    found = map(found).get(resolve(key).toString());
                }
                yield requireNonNull(found, "no such mapping: " + arguments);
            }
            case "Fn::Select" ->
                ((List<?>) resolve(arguments.get(1)))
                        .get(Integer.parseInt(arguments.get(0).toString()));
            case "Fn::Split" ->
                List.of(resolve(arguments.get(1))
                        .toString()
                        .split(Pattern.quote(arguments.get(0).toString()), -1));
            default -> throw new IllegalArgumentException("not known to this test: " + function);
        };
    }

    private Object reference(String name) {
        Object parameter = parameters.get(name);
        return parameter != null ? parameter : "<" + name + ">";
    }

    private Object substitute(List<?> arguments) {
        Map<String, Object> variables = arguments.size() > 1 ? map(arguments.get(1)) : Map.of();
        return VARIABLE.matcher(arguments.get(0).toString()).replaceAll(match -> {
            Object variable = variables.get(match.group(1));
            Object result = variable != null ? resolve(variable) : reference(match.group(1));
            return Matcher.quoteReplacement(result.toString());
        });
    }

    /** A place in a resolved template that may be empty, so that a check can ask for anything without asking first. */
    record Value(@Nullable Object object) {
        Value at(String... path) {
            Object current = object;
            for (String key : path) {
                current = current instanceof Map<?, ?> map ? map.get(key) : null;
            }
            return new Value(current);
        }

        /** The elements of a list; a single value counts as a list of one, as it does in policies. */
        List<Value> each() {
            if (object instanceof List<?> list) {
                return list.stream().map(Value::new).toList();
            }
            return object == null ? List.of() : List.of(this);
        }

        Map<String, Object> entries() {
            return object instanceof Map<?, ?> ? map(object) : Map.of();
        }

        String text() {
            return object == null ? "" : object.toString();
        }

        int number() {
            return object instanceof Integer number ? number : -1;
        }

        boolean is(Object expected) {
            return expected.equals(object);
        }

        boolean absent() {
            return object == null;
        }
    }

    private static boolean bare(String tag) {
        return tag.equals("Ref") || tag.equals("Condition");
    }

    /** Reads {@code !Sub x} as {@code {Fn::Sub: x}}. */
    private static final class ShortTags extends SafeConstructor {
        ShortTags(LoaderOptions options) {
            super(options);
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    String name = node.getTag().getValue().substring(1);
                    Object argument = switch (node) {
                        case ScalarNode scalar -> constructScalar(scalar);
                        case SequenceNode sequence -> constructSequence(sequence);
                        case MappingNode mapping -> constructMapping(mapping);
                        default -> throw new IllegalArgumentException("tag on " + node);
                    };
                    return new LinkedHashMap<>(Map.of(bare(name) ? name : "Fn::" + name, argument));
                }
            });
        }
    }
}
