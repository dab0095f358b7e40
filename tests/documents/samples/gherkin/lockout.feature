# language: en
@REQ-1
Feature: Lockout
  Somebody who guesses passwords is kept out.

  Background:
    Given the account "ada" exists

  Rule: A locked account stays locked

    @id:TST-7 @REQ-2 @slow
    Scenario: Third wrong password
      Given two wrong passwords were entered
      When a third wrong password is entered
        | password |
        | hunter2  |
      Then the account is locked for 15 minutes
      And the mail reads:
        """
        Scenario: your account is locked
        """

    # shallcheck-disable VER008: the example shows the table only
    Scenario Outline: Wrong <what>
      * the <what> is wrong

      @REQ-3
      Examples: things
        | what     |
        | password |
        | token    |
