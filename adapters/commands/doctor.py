"""`cornerman doctor`: is everything set up that a platform needs?"""

from __future__ import annotations

import os

from adapters.slack.doctor import examine


def slack() -> int:
    findings = list(examine(os.environ))
    for finding in findings:
        print(f"{'ok' if finding.fine else '!!'}  {finding.sentence}")
    return 0 if all(finding.fine for finding in findings) else 1
