#include "log.h"

#include <QString>
#include <QtGlobal>

namespace headwater {

void setLogForm()
{
    qSetMessagePattern(
        qEnvironmentVariableIsSet("JOURNAL_STREAM")
            ? QStringLiteral("%{if-debug}<7>%{endif}%{if-info}<6>%{endif}%{if-warning}<4>%{endif}"
                             "%{if-critical}<3>%{endif}%{if-fatal}<2>%{endif}%{message}")
            : QStringLiteral("%{time yyyy-MM-dd HH:mm:ss.zzz} %{if-warning}! %{endif}"
                             "%{if-critical}! %{endif}%{message}"));
}

} // namespace headwater
