"""Adds up the test reports that Maven left: each skip with its reason, each failure, and last the numbers."""

import glob
import sys
import xml.etree.ElementTree

passed = failed = skipped = 0
for path in sorted(glob.glob("target/*-reports/TEST-*.xml") + glob.glob("*/target/*-reports/TEST-*.xml")):
    for case in xml.etree.ElementTree.parse(path).getroot().iter("testcase"):
        name = f"{case.get('classname')} {case.get('name')}".strip()
        problem = case.find("failure") if case.find("failure") is not None else case.find("error")
        skip = case.find("skipped")
        if problem is not None:
            failed += 1
            print(f"failed:  {name}: {(problem.get('message') or problem.get('type') or '').strip()}")
        elif skip is not None:
            skipped += 1
            # A disabled test has its reason in the attribute, an aborted one in the first line of the stack trace.
            reason = skip.get("message") or (skip.text or "").strip().split("\n")[0] or "no reason given"
            print(f"skipped: {name}: {reason}")
        else:
            passed += 1
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(1 if failed or not passed else 0)
