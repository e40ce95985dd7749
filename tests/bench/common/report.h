#pragma once

#include "bench/common/samples.h"

namespace headwater {

/// A figure as the tables show it: "0.38", "15.8", "1,934".
[[nodiscard]] std::string shown(double figure);

/// A Markdown table, printed row by row as the figures come.
class Table
{
public:
    /// `title` with its unit.
    explicit Table(const std::string& title);
    /// median, p90, min, max and n.
    void row(const std::string& what, const Samples& samples) const;
    /// A row with one figure.
    void row(const std::string& what, double figure) const;
};

/// What one program prints: the machine it ran on, its tables, and at last what was asked for and
/// whether it is reached. The whole of it goes into RESULTS.md as it is.
class Report
{
public:
    Report(); ///< prints the machine
    void atLeast(const std::string& what, double asked, double measured);
    void atMost(const std::string& what, double asked, double measured);
    /// The table of goals; nothing without any.
    void finish() const;

private:
    void add(const std::string& what, const std::string& asked, double measured, double missing);

    std::string m_goals;
};

} // namespace headwater
