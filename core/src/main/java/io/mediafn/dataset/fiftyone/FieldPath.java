package io.mediafn.dataset.fiftyone;

import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The way to the texts of a field in a document, through lists of documents where there are some. Immutable.
 *
 * @param steps at least one; the last is no list
 */
record FieldPath(List<Step> steps) {
    /**
     * One step.
     *
     * @param key of a document
     * @param list whether there are documents in a list behind it
     */
    record Step(String key, boolean list) {}

    FieldPath {
        steps = List.copyOf(steps);
    }

    static FieldPath of(String key) {
        return new FieldPath(List.of(new Step(key, false)));
    }

    FieldPath with(Step next) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(next);
        return new FieldPath(longer);
    }

    /** With dots, as MongoDB has it. */
    String dotted() {
        return dotted(0, steps.size());
    }

    private String dotted(int from, int to) {
        return String.join(".", steps.subList(from, to).stream().map(Step::key).toList());
    }

    boolean hasList() {
        return listFrom(0) >= 0;
    }

    /** The dotted paths of the lists on the way, outermost first. */
    List<String> lists() {
        List<String> lists = new ArrayList<>();
        for (int at = listFrom(0); at >= 0; at = listFrom(at + 1)) {
            lists.add(dotted(0, at + 1));
        }
        return lists;
    }

    private int listFrom(int start) {
        for (int i = start; i < steps.size(); i++) {
            if (steps.get(i).list()) {
                return i;
            }
        }
        return -1;
    }

    /** The texts of a document. */
    List<String> textsOf(Document document) {
        List<String> texts = new ArrayList<>();
        collect(document, 0, texts);
        return texts;
    }

    private void collect(@Nullable Object value, int at, List<String> texts) {
        if (at == steps.size()) {
            if (value instanceof String text) {
                texts.add(text);
            }
        } else if (value instanceof Document document) {
            Object next = document.get(steps.get(at).key());
            if (steps.get(at).list() && next instanceof List<?> list) {
                list.forEach(element -> collect(element, at + 1, texts));
            } else {
                collect(next, at + 1, texts);
            }
        }
    }

    /**
     * Matches documents in which one text fulfils a whole condition.
     *
     * @param operators of the query language, like {@code {$gte: ..., $lt: ...}}. On a list, without {@code $elemMatch},
     *     one element could fulfil one of them and another element the other.
     */
    Document matching(Document operators) {
        return matching(operators, 0);
    }

    private Document matching(Document operators, int start) {
        int list = listFrom(start);
        return list < 0
                ? new Document(dotted(start, steps.size()), operators)
                : new Document(dotted(start, list + 1), new Document("$elemMatch", matching(operators, list + 1)));
    }

    /** What {@code $set} gives to documents so that each text that a change is for becomes another. */
    Document rewriting(TextChange change) {
        int list = listFrom(0);
        if (list < 0) {
            return new Document(dotted(), change.value("$" + dotted()));
        }
        String path = dotted(0, list + 1);
        return new Document(path, mapping("$" + path, list + 1, 0, change));
    }

    private Document mapping(String list, int start, int depth, TextChange change) {
        String element = "e" + depth;
        return new Document(
                "$map",
                new Document("input", list)
                        .append("as", element)
                        .append("in", element("$$" + element, start, depth, change)));
    }

    /** An element, changed or as it is. One without the field must not get it. */
    private Document element(String reference, int start, int depth, TextChange change) {
        int list = listFrom(start);
        int end = list < 0 ? steps.size() : list + 1;
        String inner = reference + "." + dotted(start, end);
        Object applies = list < 0 ? change.appliesTo(inner) : new Document("$isArray", List.of(inner));
        Object value = list < 0 ? change.value(inner) : mapping(inner, list + 1, depth + 1, change);
        return new Document("$cond", List.of(applies, merged(reference, start, end, value), reference));
    }

    /** A document with one value, however deep in it, exchanged. */
    private Document merged(String reference, int start, int end, Object value) {
        String key = steps.get(start).key();
        Object inner = start + 1 == end ? value : merged(reference + "." + key, start + 1, end, value);
        return new Document("$mergeObjects", List.of(reference, new Document(key, inner)));
    }
}
