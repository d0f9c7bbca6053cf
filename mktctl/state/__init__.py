"""Where the bindings of refs to remote ids are kept between runs."""
