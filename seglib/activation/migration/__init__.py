"""What has changed since last time: who is in another segment, why, and are customers still those of before?

:func:`~seglib.activation.migration.reading.read_days` takes the customers of some days and the rules of each,
:func:`~seglib.activation.migration.following.follow` gives segments one identity through all of them and splits each
move into its causes, :mod:`~seglib.activation.migration.drifting` raises an alarm where customers differ from before,
and :mod:`~seglib.activation.migration.performing` tells what each segment did, quarter by quarter.
"""
