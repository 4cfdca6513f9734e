# Who is named in the packages. There is no address yet to write to; whoever gives packages to
# others sets AUTOTYPE_MAINTAINER.
maintainer=${AUTOTYPE_MAINTAINER:-The Autotype developers <autotype@localhost>}
