"""What readers get: pages of rules, pages that are made from data, and the checks that hold them together."""
