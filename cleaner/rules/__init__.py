"""Rules as a run uses them: the Python face of the native core, which reads, checks, compiles and runs rule files."""
