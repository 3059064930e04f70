"""Runs a command under a limit of resources: limited.py AS|NOFILE|FSIZE VALUE COMMAND.."""
import os
import resource
import sys

kind, value, *command = sys.argv[1:]
resource.setrlimit(getattr(resource, "RLIMIT_" + kind), (int(value), int(value)))
os.execvp(command[0], command)
