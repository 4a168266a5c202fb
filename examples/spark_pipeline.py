"""Parquet in, clean Parquet out, with Spark.

    spark-submit examples/spark_pipeline.py IN OUT
    python examples/spark_pipeline.py IN OUT          # on this machine

IN is a Parquet file or a folder of them, with a column `text` and, where there is one, `url`. In OUT there will be
`documents`, partitioned by source, and `flagged`, for somebody to look at. What went is shown by source.
"""

from __future__ import annotations

import sys

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as all of Spark's own pages have it

from cleaner.integrations.spark import clean


def shares(cleaned: DataFrame) -> DataFrame:
    """Count by source: documents, lines that went, documents that are flagged."""
    return (
        cleaned.groupBy(F.coalesce(F.col("source"), F.lit("none found")).alias("source"))
        .agg(
            F.count("*").alias("documents"),
            F.sum("clean.removed_lines").alias("removed_lines"),
            F.sum((F.size("clean.flags") > 0).cast("int")).alias("flagged"),
        )
        .orderBy(F.desc("documents"), "source")
    )


def main(source: str, output: str) -> None:
    """Clean, keep the plan's result for the three things made of it, and write."""
    spark = SparkSession.builder.appName("cleaner").getOrCreate()
    cleaned = clean(spark.read.parquet(source)).cache()
    flagged = F.size("clean.flags") > 0
    cleaned.where(~flagged).write.partitionBy("source").mode("overwrite").parquet(f"{output}/documents")
    cleaned.where(flagged).write.mode("overwrite").parquet(f"{output}/flagged")
    shares(cleaned).show(50, truncate=False)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) == 3 else sys.exit(__doc__)
