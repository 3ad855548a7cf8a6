package org.postroad.app.cli;

/// Where the program starts.
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.out.println("postroad 0.1.0");
  }
}
