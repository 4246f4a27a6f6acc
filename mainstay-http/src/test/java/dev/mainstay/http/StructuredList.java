package dev.mainstay.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses a List of Items as RFC 9651, 4.2 says it, step by step and as strictly; of the bare items
 * it knows Strings and Integers, which are all that the fields of limits may have.
 */
final class StructuredList {
  private static final int DIGITS = 15;

  private final String text;
  private int at;

  /** An item: a String, with its parameters, each a String or a Long. */
  record Member(String name, Map<String, Object> parameters) {}

  private StructuredList(String text) {
    this.text = text;
  }

  static List<Member> parse(String field) {
    return new StructuredList(field).list();
  }

  private List<Member> list() {
    List<Member> members = new ArrayList<>();
    skip(" ");
    while (at < text.length()) {
      members.add(new Member((String) bare(), parameters()));
      skip(" \t");
      if (at < text.length()) {
        expect(',');
        skip(" \t");
        require(at < text.length(), "a trailing comma");
      }
    }
    return members;
  }

  private Map<String, Object> parameters() {
    Map<String, Object> all = new LinkedHashMap<>();
    while (at < text.length() && text.charAt(at) == ';') {
      at++;
      skip(" ");
      String key = key();
      Object value = true;
      if (at < text.length() && text.charAt(at) == '=') {
        at++;
        value = bare();
      }
      require(all.put(key, value) == null, "a parameter twice");
    }
    return all;
  }

  private String key() {
    int begin = at;
    require(at < text.length() && text.substring(at, at + 1).matches("[a-z*]"), "no key");
    while (at < text.length() && text.substring(at, at + 1).matches("[a-z0-9_.*-]")) {
      at++;
    }
    return text.substring(begin, at);
  }

  private Object bare() {
    require(at < text.length(), "no item");
    return text.charAt(at) == '"' ? string() : (Object) integer();
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    expect('"');
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return out.toString();
      }
      require(c >= 0x20 && c <= 0x7e, "a character outside of a string's");
      if (c == '\\') {
        require(at < text.length(), "a backslash at the end");
        c = text.charAt(at++);
        require(c == '"' || c == '\\', "an escape of another character");
      }
      out.append(c);
    }
    throw new IllegalArgumentException("a string without an end: " + text);
  }

  private long integer() {
    int begin = at;
    at += text.charAt(at) == '-' ? 1 : 0;
    int first = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    require(at > first && at - first <= DIGITS, "no integer");
    return Long.parseLong(text.substring(begin, at));
  }

  private void skip(String some) {
    while (at < text.length() && some.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(char c) {
    require(at < text.length() && text.charAt(at) == c, "no " + c);
    at++;
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise + " at " + at + " of: " + text);
    }
  }
}
