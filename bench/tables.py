"""What came of the programs, and tables of it. Standard library only."""

import statistics


class Row:
    """What came of one program in one workload."""

    def __init__(self, peer):
        self.peer, self.runs, self.failures, self.why, self.failed_requests = peer, [], [], None, None

    def median(self, name, per_object=False):
        values = [r[name] / (r["objects"] if per_object else 1) for r in self.runs if r[name] is not None]
        return statistics.median(values) if values else None

    def range(self, name):
        values = [r[name] for r in self.runs if r[name] is not None]
        return f"{statistics.median(values):.2f} ({min(values):.2f}-{max(values):.2f})" if values else "-"

    def json(self):
        return {"runs": self.runs, "failures": self.failures, "why": self.why}


def number(value, form="{:.2f}", unit=1):
    return "-" if value is None else form.format(value / unit)


def ratio(row, baseline, name, per_object=False):
    mine, theirs = (r and r.median(name, per_object) for r in (row, baseline))
    return number(mine / theirs if mine is not None and theirs else None, "{:.2f}")


def show(head, lines):
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for line in lines:
        print("| " + " | ".join(line) + " |")
    print()
