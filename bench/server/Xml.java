package server;

/** The little that is read of the requests' XML. */
final class Xml {
    private Xml() {}

    /** The text of the first such element from there on; null if there is none before {@code to}. */
    static String element(String xml, String name, int from, int to) {
        int start = xml.indexOf("<" + name + ">", from);
        if (start < 0 || start >= to) {
            return null;
        }
        start += name.length() + 2;
        int end = xml.indexOf("</" + name + ">", start);
        return end < 0 ? null : unescaped(xml.substring(start, end).trim());
    }

    private static String unescaped(String text) {
        if (text.indexOf('&') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int semicolon = text.charAt(i) == '&' ? text.indexOf(';', i) : -1;
            if (semicolon < 0) {
                plain.append(text.charAt(i));
                continue;
            }
            String entity = text.substring(i + 1, semicolon);
            plain.append(
                    switch (entity) {
                        case "amp" -> '&';
                        case "lt" -> '<';
                        case "gt" -> '>';
                        case "quot" -> '"';
                        case "apos" -> '\'';
                        default ->
                            (char)
                                    (entity.startsWith("#x")
                                            ? Integer.parseInt(entity, 2, entity.length(), 16)
                                            : Integer.parseInt(entity, 1, entity.length(), 10));
                    });
            i = semicolon;
        }
        return plain.toString();
    }
}
